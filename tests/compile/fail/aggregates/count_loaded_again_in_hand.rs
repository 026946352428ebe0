use blog::User;
use blog::schema::users;
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let users = users::table.with(User::posts.count()).load(conn).unwrap();
    let _ = users.with(User::posts.count()).load(conn);
}
