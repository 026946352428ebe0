use blog::schema::users;
use blog::{User};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let alice = users::table.find(1).with(User::posts.joined()).first(conn);
    let _ = alice;
}
