use blog::schema::posts;
use blog::{Post, User};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let posts = posts::table.with(Post::author.with(User::posts.joined()).joined()).load(conn);
    let _ = posts;
}
