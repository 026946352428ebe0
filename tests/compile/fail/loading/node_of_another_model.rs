use conjoin::prelude::*;
use diesel::prelude::*;

diesel::table! { users (id) { id -> Integer, } }
diesel::table! { posts (id) { id -> Integer, author_id -> Integer, } }

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(posts: Post, back_populates = author))]
struct User {
    id: i32,
}

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = posts)]
#[relations(belongs_to(author: User, back_populates = posts))]
struct Post {
    id: i32,
    author_id: i32,
}

fn total(user: impl Has<user::posts>) -> usize {
    user.posts().len()
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let posts = posts::table.with(Post::author).load(conn)?;
    Ok(posts.iter().map(|post| total(post)).sum())
}

fn main() {}
