use blog::{Post, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = users::table.with(Post::tags).load(conn);
}

fn main() {}
