use blog::{Post, User};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let user = User { id: 1, username: String::new() };
    user.delete().with(User::posts.with(Post::author)).execute(conn).unwrap();
}
