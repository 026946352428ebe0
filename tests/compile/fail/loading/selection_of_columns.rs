use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = users::table.select((users::id, users::username)).with(User::posts).load(conn);
}

fn main() {}
