use blog::{Post, schema::{tags, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn join(conn: &mut SqliteConnection) {
    let _ = users::table.join(Post::tags).select(tags::name).load::<String>(conn);
}

fn main() {}
