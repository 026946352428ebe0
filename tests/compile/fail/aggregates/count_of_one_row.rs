use blog::Post;
use blog::schema::posts;
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let _ = posts::table.select(Post::author.count());
}
