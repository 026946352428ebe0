use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<()> {
    let users: Vec<User> = users::table.load(conn)?;
    let _ = users.with(Post::tags).load(conn)?;
    Ok(())
}

fn main() {}
