use blog::User;
use blog::schema::{posts, users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let alice = users::table.find(1).with(User::posts.max(posts::title)).first(conn).unwrap();
    println!("{:?}", alice.max(User::posts, posts::id));
}
