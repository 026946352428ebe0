use blog::{Post, schema};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let post = Post { id: 1, title: String::new(), content: None, user_id: None };
    let new = (schema::users::id.eq(9), schema::users::username.eq("carol"));
    post.create(Post::author, new).execute(conn).unwrap();
}
