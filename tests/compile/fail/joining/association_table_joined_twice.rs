use blog::{Post, Tag, schema::{posts, tags}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<Vec<String>> {
    let others = diesel::alias!(tags as others);
    posts::table.join(Post::tags).join(Post::tags.to(others)).select(posts::title).load(conn)
}

fn main() {}
