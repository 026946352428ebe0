use blog::{User, user};
use conjoin::{Loaded, prelude::*};

fn total(user: impl MayHave<user::posts>) -> usize {
    user.get_if(User::posts).map_or(0, |posts| posts.len())
}

fn load(user: Loaded!(one User { posts })) -> usize {
    total(&user)
}

fn main() {}
