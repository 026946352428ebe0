use conjoin::Relations;
use diesel::prelude::*;

diesel::table! {
    people (id) {
        id -> Integer,
    }
}

diesel::table! {
    follows (person_id, followed_id) {
        person_id -> Integer,
        followed_id -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(people, follows);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = people)]
#[relations(
    many_to_many(following: Person, through = follows, back_populates = followers),
    many_to_many(
        followers: Person, through = follows(followed_id, person_id), back_populates = following
    ),
)]
struct Person {
    id: i32,
}

fn main() {}
