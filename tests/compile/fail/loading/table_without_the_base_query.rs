use blog::{User, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(HasQuery, Relations)]
#[diesel(table_name = posts, base_query = posts::table.left_join(users::table))]
#[relations(belongs_to(author: User, foreign_key = user_id, one_way))]
struct Signed {
    id: i32,
    user_id: Option<i32>,
    #[diesel(select_expression = users::username.nullable())]
    signature: Option<String>,
}

fn load(conn: &mut SqliteConnection) {
    let _ = posts::table.with(Signed::author).load(conn);
}

fn main() {}
