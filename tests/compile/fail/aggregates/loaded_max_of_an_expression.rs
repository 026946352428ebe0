use blog::User;
use blog::schema::{posts, users};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let _ = users::table.with(User::posts.max(posts::id + 1)).load(conn);
}
