use blog::{Post, User, user};
use conjoin::prelude::*;

fn tags(user: impl Has<user::posts>) -> usize {
    user.get(User::posts).map(|post| post.get(Post::tags).len()).sum()
}

fn main() {}
