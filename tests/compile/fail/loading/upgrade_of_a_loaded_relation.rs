use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<()> {
    let users = users::table.with(User::posts).load(conn)?;
    let _ = users.with(User::posts).load(conn)?;
    Ok(())
}

fn main() {}
