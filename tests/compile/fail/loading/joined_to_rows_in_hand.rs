use blog::schema::users;
use blog::{User};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let users: Vec<User> = users::table.load(conn).unwrap();
    let _ = users.with(User::posts.joined()).load(conn);
}
