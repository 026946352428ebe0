use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User { count posts })]
struct Page {
    posts_count: i64,
}

fn page(all: bool, conn: &mut SqliteConnection) -> QueryResult<Page> {
    Ok(users::table.with_if(all, User::posts.count()).first(conn)?.into_struct())
}

fn main() {}
