use blog::schema::{posts, tags, users};
use blog::{Post, Tag};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Relations)]
#[diesel(table_name = users)]
#[relations(
    has_many(posts: Post, foreign_key = posts::user_id, one_way),
    has_many(tags: Tag, through = posts.author.posts.tags, one_way),
)]
struct Writer {
    id: i32,
}

fn main() {
    let conn = &mut blog::database().unwrap();
    // The path to the tags passes `users` again.
    let found = users::table.filter(Writer::tags.any(tags::id.eq(users::id)));
    let _ = found.count().get_result::<i64>(conn);
}
