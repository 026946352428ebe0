use blog::{Tag, User};
use conjoin::prelude::*;

fn main() {
    let user = User { id: 1, username: "alice".to_owned() };
    let tag = Tag { id: 7, name: "sql".to_owned() };
    let users = vec![user].with(User::posts.rows([tag])).build();
    let _ = users.unwrap();
}
