use blog::{User, user};
use conjoin::prelude::*;

fn total(user: impl Has<user::posts>) -> usize {
    user.get(User::posts).len()
}

fn load(user: impl HasSome<user::posts>) -> usize {
    total(user)
}

fn main() {}
