use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let posts = users::table.join(User::posts).select(Post::as_select());
    let _ = posts.with(User::posts).load(conn);
}

fn main() {}
