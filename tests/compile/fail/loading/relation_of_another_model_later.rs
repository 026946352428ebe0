use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = users::table.with(User::posts).with(Post::tags).load(conn);
}

fn main() {}
