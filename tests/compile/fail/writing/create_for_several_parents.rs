use blog::{User, schema};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let user = User { id: 1, username: String::new() };
    let new = (schema::posts::id.eq(9), schema::posts::title.eq("new"));
    [user].create(User::posts, new).execute(conn).unwrap();
}
