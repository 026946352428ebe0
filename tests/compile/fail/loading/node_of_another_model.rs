use blog::{Post, schema::posts, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn total(user: impl Has<user::posts>) -> usize {
    user.get(blog::User::posts).len()
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let posts = posts::table.with(Post::author).load(conn)?;
    Ok(posts.iter().map(|post| total(post)).sum())
}

fn main() {}
