use blog::User;
use blog::schema::users;
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let _ = users::table.with(User::posts.max(users::id)).load(conn);
}
