use blog::{Post, User, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User { posts })]
struct Page {
    posts: Vec<Post>,
}

fn pages(conn: &mut SqliteConnection) -> QueryResult<Vec<Page>> {
    let drafts = User::posts.filter(posts::content.is_null());
    Ok(users::table.with(drafts).load(conn)?.into_structs())
}

fn main() {}
