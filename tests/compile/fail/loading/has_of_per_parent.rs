use blog::{User, schema::{posts, users}, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn total(user: impl Has<user::posts>) -> usize {
    user.get(User::posts).len()
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let latest = User::posts.order_by(posts::id.desc()).per_parent(3);
    let users = users::table.with(latest).load(conn)?;
    Ok(users.iter().map(|user| total(user)).sum())
}

fn main() {}
