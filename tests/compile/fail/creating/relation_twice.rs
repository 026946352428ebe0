use blog::{User, schema::{posts, users}};
use conjoin::create;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    create(users::username.eq("dora"))
        .with(User::posts, [create(posts::title.eq("Graphs"))])
        .with(User::posts, [create(posts::title.eq("Trees"))])
        .save(conn)
        .unwrap();
}
