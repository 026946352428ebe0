use blog::{Post, Tag, schema::tags};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    let tag = Tag { id: 1, name: String::new() };
    post.link(Post::tags, [&tag]).value(tags::name, "rust").execute(conn).unwrap();
}
