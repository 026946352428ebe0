use blog::{User, schema::{tags, users}};
use conjoin::create;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    create(users::username.eq("dora"))
        .with(User::posts, [create(tags::name.eq("graphs"))])
        .save(conn)
        .unwrap();
}
