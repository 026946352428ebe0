use blog::schema::users;
use blog::{User};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let users = users::table.with_if(true, User::profile.joined()).load(conn);
    let _ = users;
}
