use blog::schema::posts;
use blog::{Post, User};
use conjoin::prelude::*;

fn main() {
    let _ = posts::table.join(Post::author).join(User::posts);
}
