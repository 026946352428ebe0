use blog::schema::{posts, users};
use blog::{User};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let users = users::table.with(User::posts.joined().filter(posts::id.gt(1))).load(conn);
    let _ = users;
}
