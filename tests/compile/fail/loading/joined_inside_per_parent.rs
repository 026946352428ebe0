use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let latest = User::posts.order_by(posts::id).per_parent(1).with(Post::author.joined());
    let _ = users::table.with(latest).load(conn);
}
