use blog::{Post, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let found = posts::table.filter(Post::author.any(users::id.gt(1)));
    let _ = found.count().get_result::<i64>(conn);
}
