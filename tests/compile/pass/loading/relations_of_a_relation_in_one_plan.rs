use blog::{Post, User, post, schema::users, user};
use conjoin::prelude::*;
use diesel::prelude::*;

fn tags(user: impl Has<user::posts, Child: Has<post::tags>>) -> usize {
    user.get(User::posts).map(|post| post.get(Post::tags).len()).sum()
}

fn load(conn: &mut SqliteConnection) -> QueryResult<usize> {
    let users = users::table.with(User::posts.with(Post::tags).with(Post::author)).load(conn)?;
    Ok(users.iter().map(tags).sum())
}
