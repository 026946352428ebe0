use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let users = users::table.load::<User>(conn).with(User::posts)?;
    Ok(users.len())
}

fn main() {}
