use blog::User;
use conjoin::prelude::*;
use diesel::prelude::*;

fn correct(users: &[User], conn: &mut SqliteConnection) -> QueryResult<()> {
    let mut users = users.with(User::posts).load(conn)?;
    for user in users.rows_mut() {
        user.username.push('.');
    }
    Ok(())
}

fn main() {}
