use blog::schema::{posts, users};
use blog::{User, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn count(user: impl HasSome<user::posts>) -> usize {
    user.get(User::posts).count()
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let latest = User::posts.order_by(posts::id.desc()).per_parent(3);
    let users = users::table.with(latest).load(conn)?;
    Ok(users.iter().map(count).sum())
}
