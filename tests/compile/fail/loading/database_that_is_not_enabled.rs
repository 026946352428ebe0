use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(diesel::MultiConnection)]
enum AnyConnection {
    Sqlite(SqliteConnection),
}

fn count(conn: &mut AnyConnection) -> QueryResult<usize> {
    Ok(users::table.with(User::posts).load(conn)?.len())
}

fn main() {}
