use blog::{User, user};
use conjoin::{Loaded, prelude::*};

fn total(user: impl Has<user::posts>) -> usize {
    user.get(User::posts).len()
}

fn load(users: Loaded!(User { posts })) -> usize {
    total(&users)
}

fn main() {}
