use blog::{Post, Tag};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    let tag = Tag { id: 1, name: String::new() };
    post.assign(Post::author, &tag).execute(conn).unwrap();
}
