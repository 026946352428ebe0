use blog::{Tag, schema::{post_tags, posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(HasQuery, Relations)]
#[diesel(table_name = posts, base_query = posts::table.left_join(users::table))]
#[relations(many_to_many(tags: Tag, through = post_tags(post_id, tag_id), one_way))]
struct Signed {
    id: i32,
    #[diesel(select_expression = users::username.nullable())]
    signature: Option<String>,
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    Ok(Signed::query().with(Signed::tags.joined()).load(conn)?.len())
}

fn main() {}
