use blog::{Post, Tag, schema::post_tags};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    let tag = Tag { id: 1, name: String::new() };
    post.unlink(Post::tags, [&tag]).value(post_tags::tag_id, 1).execute(conn).unwrap();
}
