use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { users (id) { id -> Integer, } }
diesel::table! { posts (id) { id -> Integer, title -> Text, user_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(users, posts);

#[derive(Queryable, Selectable, Relations)]
#[relations(has_many(posts: Post, back_populates = author))]
struct User {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[relations(belongs_to(author: User, foreign_key = user_id, back_populates = posts))]
struct Post {
    title: String,
}

fn main() {
    let conn = &mut SqliteConnection::establish(":memory:").unwrap();
    let users = users::table.with(User::posts).load(conn).unwrap(); // needs neither
    let posts = posts::table.with(Post::author).load(conn).unwrap();
    let authors = posts.iter().map(|post| post.author().id);
    println!("{} {:?}", users.len(), authors.max());
}
