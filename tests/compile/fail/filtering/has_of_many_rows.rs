use blog::{User, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let found = users::table.filter(User::posts.has(posts::id.gt(1)));
    let _ = found.count().get_result::<i64>(conn);
}
