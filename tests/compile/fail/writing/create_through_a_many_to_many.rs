use blog::{Post, schema};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    let new = (schema::tags::id.eq(9), schema::tags::name.eq("new"));
    post.create(Post::tags, new).execute(conn).unwrap();
}
