use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn print(conn: &mut SqliteConnection) -> QueryResult<()> {
    let users = users::table.with(User::posts).load(conn)?;
    for user in users {
        println!("{}", user.username);
    }
    Ok(())
}

fn main() {}
