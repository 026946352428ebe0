//! Ten loads of `User::posts`, where `Post` declares no relation.

use super::{User, posts, users};
use conjoin::prelude::*;
use diesel::prelude::*;

pub fn loads(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let all = users::table.with(User::posts).load(conn)?;
    let first = users::table.with(User::posts.order_by(posts::id)).first(conn)?;
    let one = users::table.find(1).with(User::posts).get_result(conn)?;
    let some = users::table.with(User::posts.filter(posts::id.gt(1))).load(conn)?;
    let sorted = users::table.with(User::posts.order_by(posts::title)).load(conn)?;
    let newest = users::table.with(User::posts.order_by(posts::id.desc()).per_parent(1)).load(conn)?;
    let joined = users::table.with(User::posts.joined()).load(conn)?;
    let counted = users::table.with(User::posts.count()).load(conn)?;
    let with_posts = users::table.filter(User::posts.any(posts::id.gt(1))).with(User::posts).load(conn)?;
    let without = users::table.filter(User::posts.none(posts::id.gt(1))).with(User::posts).load(conn)?;
    let posts: usize = all.iter().map(|user| user.posts().len()).sum();
    let _ = (one, some, sorted, newest, joined, counted, with_posts, without);
    Ok(posts + first.posts().len())
}
