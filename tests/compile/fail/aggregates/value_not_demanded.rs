use blog::schema::posts;
use blog::{User, user};
use conjoin::aggregate::Count;
use conjoin::prelude::*;

fn last(user: impl HasValue<user::posts, Count>) -> Option<i32> {
    user.max(User::posts, posts::id)
}

fn main() {}
