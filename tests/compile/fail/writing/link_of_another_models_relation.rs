use blog::{Post, Tag, User};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let tag = Tag { id: 1, name: String::new() };
    let user = User { id: 1, username: String::new() };
    user.link(Post::tags, [&tag]).execute(conn).unwrap();
}
