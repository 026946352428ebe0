use blog::User;
use conjoin::prelude::*;

fn main() {
    let user = User { id: 1, username: "alice".to_owned() };
    let users = vec![user].with(User::posts.rows([]).links([(1, 1)])).build();
    let _ = users.unwrap();
}
