use blog::{Post, Tag, schema::posts};
use conjoin::create;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let rust = Tag { id: 1, name: String::new() };
    create(posts::title.eq("Graphs"))
        .link(Post::tags, [&rust])
        .link(Post::tags, [&rust])
        .save(conn)
        .unwrap();
}
