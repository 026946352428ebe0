use blog::{User, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User { max(posts::id) posts })]
struct Page {
    posts_max_id: Option<i32>,
}

fn page(conn: &mut SqliteConnection) -> QueryResult<Page> {
    Ok(users::table.with(User::posts.count()).first(conn)?.into_struct())
}

fn main() {}
