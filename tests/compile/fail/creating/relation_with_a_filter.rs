use conjoin::{create, prelude::*};
use diesel::prelude::*;

diesel::table! { users (id) { id -> Integer, } }
diesel::table! { posts (id) { id -> Integer, user_id -> Integer, draft -> Bool, } }
diesel::allow_tables_to_appear_in_same_query!(users, posts);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(drafts: Post, foreign_key = posts::user_id, filter = posts::draft, one_way))]
struct User {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
struct Post {
    id: i32,
    user_id: i32,
}

fn main() {
    create(users::id.eq(1)).with(User::drafts, [create(posts::id.eq(2))]);
}
