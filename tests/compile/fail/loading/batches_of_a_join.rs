use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let query = users::table.join(User::posts);
    let _ = query.with(User::profile).batches(100).next(conn);
}

fn main() {}
