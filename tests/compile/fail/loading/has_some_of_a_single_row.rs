use blog::{User, user};
use conjoin::{Loaded, prelude::*};

fn total(user: impl HasSome<user::posts>) -> usize {
    user.get(User::posts).len()
}

fn load(user: Loaded!(one User { posts })) -> usize {
    total(&user)
}

fn main() {}
