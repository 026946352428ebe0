use blog::schema::{posts, tags, users};
use blog::{Post, User};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<(Vec<User>, Vec<Post>)> {
    let authors = users::table.filter(User::posts.any(posts::title.like("%Diesel%")));
    let tagged = posts::table.filter(Post::tags.any(tags::name.eq("rust")));
    Ok((
        authors.select(User::as_select()).load(conn)?,
        tagged.select(Post::as_select()).load(conn)?,
    ))
}
