use blog::User;
use blog::schema::{posts, users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let _ = users::table.with(User::posts.none(posts::content.is_null())).load(conn);
}
