use blog::{User, schema::users, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn count(user: impl MayHave<user::posts>) -> usize {
    user.get_if(User::posts).map_or(0, |posts| posts.len())
}

fn load(conn: &mut SqliteConnection, include: bool) -> QueryResult<usize> {
    let users = users::table.with_if(include, User::posts).load(conn)?;
    Ok(users.iter().map(count).sum())
}
