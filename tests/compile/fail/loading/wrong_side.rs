use blog::{User, schema::posts};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = posts::table.with(User::posts).load(conn);
}

fn main() {}
