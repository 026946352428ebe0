use blog::{User, schema::users};
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let _ = users::table.with(User::posts.recursive()).load(conn);
}
