//! Ten loads of the relations that a case declares: a mistake in a declaration is one error all the same.

use super::{Post, User, posts, users};
use conjoin::prelude::*;
use diesel::prelude::*;

pub fn loads(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let all = users::table.with(User::posts).load(conn)?;
    let first = users::table.with(User::posts.order_by(posts::id)).first(conn)?;
    let some = users::table.with(User::posts.filter(posts::id.gt(1))).load(conn)?;
    let newest = users::table.with(User::posts.order_by(posts::id.desc()).per_parent(1)).load(conn)?;
    let authors = posts::table.with(Post::author).load(conn)?;
    let author = posts::table.find(1).with(Post::author).get_result(conn)?;
    let joined = posts::table.with(Post::author.joined()).load(conn)?;
    let nested = posts::table.with(Post::author.with(User::posts)).load(conn)?;
    let counted = users::table.with(User::posts.count()).load(conn)?;
    let with_posts = users::table.filter(User::posts.any(posts::id.gt(1))).with(User::posts).load(conn)?;
    let posts: usize = all.iter().map(|user| user.posts().len()).sum();
    let _ = (some, newest, authors, joined, nested, counted, with_posts, author.author());
    Ok(posts + first.posts().len())
}
