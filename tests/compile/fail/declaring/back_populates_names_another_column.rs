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
#[relations(
    has_many(posts: Post, back_populates = editor),
    has_many(edited_posts: Post, back_populates = editor),
)]
struct User {
    id: i32,
}

#[derive(Queryable, Selectable, Identifiable, Associations, Relations)]
#[diesel(table_name = posts, belongs_to(User))]
#[relations(
    belongs_to(author: User, back_populates = posts),
    belongs_to(editor: User, foreign_key = editor_id, back_populates = edited_posts),
)]
struct Post {
    id: i32,
    user_id: i32,
    editor_id: Option<i32>,
    slug: i64,
}

fn main() {}
