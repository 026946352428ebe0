use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User { posts, count posts })]
struct Page {
    posts: Vec<Post>,
    number_of_posts: i64,
}

fn page(conn: &mut SqliteConnection) -> QueryResult<Page> {
    Ok(users::table.with(User::posts).with(User::posts.count()).first(conn)?.into_struct())
}

fn main() {}
