use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User { posts })]
struct Page {
    posts: Vec<TagView>,
}

#[derive(FromGraph)]
#[from_graph(blog::Tag)]
struct TagView {
    name: String,
}

fn page(conn: &mut SqliteConnection) -> QueryResult<Page> {
    Ok(users::table.with(User::posts.with(Post::tags)).first(conn)?.into_struct())
}

fn main() {}
