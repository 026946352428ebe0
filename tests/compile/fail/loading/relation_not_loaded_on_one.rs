use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn titles(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let user = users::table.find(1).with(User::profile).first(conn)?;
    Ok(user.posts().len())
}

fn main() {}
