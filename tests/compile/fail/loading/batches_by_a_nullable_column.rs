use blog::{Post, schema::posts};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = posts::table.with(Post::tags).batches_by(posts::user_id, 100).next(conn);
}

fn main() {}
