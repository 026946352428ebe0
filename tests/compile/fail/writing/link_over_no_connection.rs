use blog::{Post, Tag};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    let tag = Tag { id: 1, name: String::new() };
    let _ = conn;
    post.link(Post::tags, [&tag]).execute(&mut 1).unwrap();
}
