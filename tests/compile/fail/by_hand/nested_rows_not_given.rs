use blog::{Post, User};
use conjoin::prelude::*;

fn main() {
    let user = User { id: 1, username: "alice".to_owned() };
    let users = vec![user].with(User::posts.rows([]).with(Post::tags)).build();
    let _ = users.unwrap();
}
