use blog::{Post, schema::{tags, users}};
use conjoin::create;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    create(users::username.eq("dora"))
        .with(Post::tags, [create(tags::name.eq("graphs"))])
        .save(conn)
        .unwrap();
}
