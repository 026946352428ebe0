use blog::{User, schema::{posts, users}, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn total(user: impl Has<user::posts>) -> usize {
    user.get(User::posts).len()
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let users = users::table.with(User::posts.filter(posts::id.gt(1))).load(conn)?;
    Ok(users.iter().map(|user| total(user)).sum())
}

fn main() {}
