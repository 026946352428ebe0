use blog::{Post, Tag, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User { posts })]
struct Page {
    posts: Vec<PostView>,
}

#[derive(FromGraph)]
#[from_graph(Post { tags })]
struct PostView {
    title: String,
    tags: Vec<Tag>,
}

fn pages(conn: &mut SqliteConnection) -> QueryResult<Vec<Page>> {
    Ok(users::table.with(User::posts).load(conn)?.into_structs())
}

fn main() {}
