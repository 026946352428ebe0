use blog::{Post, User};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    let user = User { id: 1, username: String::new() };
    user.assign(User::posts, &post).execute(conn).unwrap();
}
