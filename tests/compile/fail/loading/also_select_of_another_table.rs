use blog::{User, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = users::table.with(User::posts).also_select::<String, _>(posts::title).load(conn);
}

fn main() {}
