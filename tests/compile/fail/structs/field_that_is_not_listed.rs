use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User)]
struct Page {
    username: String,
    posts: Vec<Post>,
}

fn page(conn: &mut SqliteConnection) -> QueryResult<Page> {
    Ok(users::table.with(User::posts).first(conn)?.into_struct())
}

fn main() {}
