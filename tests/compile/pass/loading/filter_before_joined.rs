use blog::schema::{posts, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<()> {
    users::table.with(User::posts.filter(posts::id.gt(1)).joined()).load(conn)?;
    posts::table.limit(10).with(Post::author.joined()).load(conn)?;
    Ok(())
}
