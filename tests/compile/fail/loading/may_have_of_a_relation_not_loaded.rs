use blog::{User, schema::users, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn total(user: impl MayHave<user::posts>) -> usize {
    user.get_if(User::posts).map_or(0, |posts| posts.len())
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let users = users::table.with(User::profile).load(conn)?;
    Ok(users.iter().map(|user| total(user)).sum())
}

fn main() {}
