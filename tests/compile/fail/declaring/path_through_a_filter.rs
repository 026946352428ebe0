use conjoin::Relations;
use diesel::prelude::*;

diesel::table! {
    users (id) {
        id -> Integer,
    }
}

diesel::table! {
    posts (id) {
        id -> Integer,
        user_id -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(users, posts);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(
    has_many(posts: Post, back_populates = author),
    has_many(drafts: Post, foreign_key = posts::user_id, filter = posts::id.gt(1), one_way),
    has_many(friends: User, through = drafts.author, one_way),
)]
struct User {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(belongs_to(author: User, back_populates = posts))]
struct Post {
    id: i32,
    user_id: i32,
}

fn main() {}
