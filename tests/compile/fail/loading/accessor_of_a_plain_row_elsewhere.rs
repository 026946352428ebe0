use blog::{User, schema::users};
use diesel::prelude::*;

fn posts(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let users = users::table.select(User::as_select()).load(conn)?;
    Ok(users.iter().map(|user| user.posts().len()).sum())
}

fn main() {}
