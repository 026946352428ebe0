use blog::schema::users;
use blog::{User};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let users = users::table.group_by(users::id).with(User::profile.joined()).load(conn);
    let _ = users;
}
