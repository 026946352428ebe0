use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { owners (id) { id -> Integer, } }
diesel::table! {
    folders (id) {
        id -> Integer,
        parent_id -> Nullable<Integer>,
        owner_id -> Integer,
    }
}
diesel::allow_tables_to_appear_in_same_query!(folders, owners);

#[derive(Queryable, Selectable, Relations)]
struct Owner {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(
    belongs_to(parent: Folder, foreign_key = parent_id, back_populates = children),
    has_many(children: Folder, back_populates = parent),
    belongs_to(owner: Owner, one_way),
)]
struct Folder {
    id: i32,
    parent_id: Option<i32>,
    owner_id: i32,
}

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    let folders = folders::table.with(Folder::children.recursive()).with(Folder::owner.joined());
    let _ = folders.load(conn);
}
