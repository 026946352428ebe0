use blog::schema::users;
use blog::{User, user};
use conjoin::aggregate::Count;
use conjoin::prelude::*;
use diesel::prelude::*;

fn total(user: impl HasValue<user::posts, Count>) -> i64 {
    user.count(User::posts)
}

fn load(conn: &mut SqliteConnection) -> QueryResult<i64> {
    let alice = users::table.find(1).with(User::posts.count()).first(conn)?;
    Ok(total(alice.node()))
}
