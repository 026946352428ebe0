use blog::schema::{posts, users};
use blog::Post;
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let posts = posts::table.join(Post::author).filter(users::id.gt(1)).with(Post::tags.joined());
    let _ = posts.load(conn);
}
