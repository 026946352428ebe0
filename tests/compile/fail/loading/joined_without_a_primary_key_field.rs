use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { owners (id) { id -> Integer, } }
diesel::table! { pets (id) { id -> Integer, owner_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(pets, owners);

#[derive(Queryable, Selectable, Relations)]
#[relations(has_many(pets: Pet, back_populates = owner))]
struct Owner {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(belongs_to(owner: Owner, back_populates = pets))]
struct Pet {
    owner_id: i32,
}

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    let _ = owners::table.with(Owner::pets.joined()).load(conn);
}
