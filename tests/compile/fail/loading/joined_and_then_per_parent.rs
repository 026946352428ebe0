use blog::schema::users;
use blog::{User};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let users = users::table.with(User::posts.joined().per_parent(3)).load(conn);
    let _ = users;
}
