use blog::User;
use conjoin::prelude::*;

fn main() {
    let user = User { id: 1, username: String::new() };
    user.delete().with(User::posts).execute(&mut 5).unwrap();
}
