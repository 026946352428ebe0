use blog::{User, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<()> {
    let users = users::table.filter(posts::title.eq("Joins")).with(User::posts).load(conn)?;
    Ok(())
}

fn main() {}
