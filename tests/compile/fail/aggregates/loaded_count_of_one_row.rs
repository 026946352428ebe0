use blog::Post;
use blog::schema::posts;
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let _ = posts::table.with(Post::author.count()).load(conn);
}
