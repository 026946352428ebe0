use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn correct(conn: &mut SqliteConnection) -> QueryResult<()> {
    let mut users = users::table.with(User::profile).load(conn)?;
    for post in users.rows_mut().related(User::posts) {
        post.title.push('.');
    }
    Ok(())
}

fn main() {}
