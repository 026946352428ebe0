use blog::{User, schema::users, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn total(user: impl Has<user::posts>) -> usize {
    user.get(User::posts).len()
}

fn load(conn: &mut SqliteConnection, include: bool) -> QueryResult<usize> {
    let users = users::table.with_if(include, User::posts).load(conn)?;
    Ok(users.iter().map(|user| total(user)).sum())
}

fn main() {}
