use blog::{User, user};
use conjoin::prelude::*;

fn total(user: impl Has<user::posts>) -> usize {
    user.get(User::posts).len()
}

fn load(user: &User) -> usize {
    total(user)
}

fn main() {}
