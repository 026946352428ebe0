use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn first_name(conn: &mut SqliteConnection) -> QueryResult<String> {
    let users = users::table.with(User::posts).load(conn)?;
    Ok(users[0].username.clone())
}

fn main() {}
