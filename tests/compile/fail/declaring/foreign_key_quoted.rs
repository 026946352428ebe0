use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { users (id) { id -> Integer, username -> Text, } }
diesel::table! { posts (id) { id -> Integer, title -> Text, user_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(users, posts);

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(posts: Post, back_populates = author))]
struct User {
    pub id: i32,
    pub username: String,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(belongs_to(author: User, foreign_key = "user_id", back_populates = posts))]
struct Post {
    pub id: i32,
    pub title: String,
    pub user_id: i32,
}

fn main() {}
