use blog::{User, schema::posts};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let user = User { id: 1, username: String::new() };
    user.delete().with(User::posts.filter(posts::content.is_null())).execute(conn).unwrap();
}
