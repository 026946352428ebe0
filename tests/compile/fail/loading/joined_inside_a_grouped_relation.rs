use blog::schema::users;
use blog::{Post, User};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let users = users::table.with(User::posts.with(Post::author.joined())).load(conn);
    let _ = users;
}
