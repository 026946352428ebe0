use blog::{Post, User};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let user = User { id: 1, username: String::new() };
    user.delete().with(Post::tags).execute(conn).unwrap();
}
