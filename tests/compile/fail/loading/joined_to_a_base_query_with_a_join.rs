use blog::schema::{posts, users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(HasQuery, Relations)]
#[diesel(table_name = users)]
#[relations(has_many(posts: Signed, foreign_key = posts::user_id, one_way))]
struct Writer {
    id: i32,
}

#[derive(HasQuery, Relations)]
#[diesel(table_name = posts, base_query = posts::table.left_join(users::table))]
struct Signed {
    id: i32,
    user_id: Option<i32>,
    #[diesel(select_expression = users::username.nullable())]
    signature: Option<String>,
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let writers = users::table.with(Writer::posts.joined()).load(conn)?;
    Ok(writers.len())
}

fn main() {}
