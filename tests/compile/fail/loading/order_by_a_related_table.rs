use blog::{User, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<()> {
    let users = users::table.order_by(posts::title).with(User::posts).load(conn)?;
    Ok(())
}

fn main() {}
