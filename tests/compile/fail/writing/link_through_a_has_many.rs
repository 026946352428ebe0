use blog::{Post, User};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    let user = User { id: 1, username: String::new() };
    user.link(User::posts, [&post]).execute(conn).unwrap();
}
