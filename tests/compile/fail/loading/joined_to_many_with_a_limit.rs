use blog::schema::users;
use blog::{User};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let users = users::table.limit(10).with(User::posts.joined()).load(conn);
    let _ = users;
}
