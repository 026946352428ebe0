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
        editor_id -> Nullable<Integer>,
        slug -> BigInt,
    }
}

diesel::joinable!(posts -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(users, posts);

#[derive(Queryable, Selectable, Identifiable, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(posts: Post, back_populates = author))]
struct User {
    id: i32,
}

#[derive(Queryable, Selectable, Identifiable, Associations, Relations)]
#[diesel(table_name = posts, belongs_to(User))]
#[relations(belongs_to(author: User))]
struct Post {
    id: i32,
    user_id: i32,
    editor_id: Option<i32>,
    slug: i64,
}

fn main() {}
