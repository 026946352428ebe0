use blog::{User, schema::{tags, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let found = users::table.filter(User::posts.any(tags::id.gt(1)));
    let _ = found.count().get_result::<i64>(conn);
}
