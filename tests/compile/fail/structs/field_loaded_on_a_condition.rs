use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User { posts })]
struct Page {
    posts: Vec<Post>,
}

fn page(all: bool, conn: &mut SqliteConnection) -> QueryResult<Page> {
    Ok(users::table.with_if(all, User::posts).first(conn)?.into_struct())
}

fn main() {}
