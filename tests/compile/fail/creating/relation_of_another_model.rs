use blog::{Post, User, schema::{posts, tags, users}};
use conjoin::create;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    create(users::username.eq("dora"))
        .with(User::posts, [create(posts::title.eq("Graphs"))])
        .with(Post::tags, [create(tags::name.eq("graphs"))])
        .save(conn)
        .unwrap();
}
