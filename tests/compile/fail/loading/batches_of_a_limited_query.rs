use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let query = users::table.limit(1_000);
    let _ = query.with(User::posts).batches(100).next(conn);
}

fn main() {}
