use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let names = users::table.select(users::username).into_boxed();
    let _ = names.with(User::posts).load(conn);
}

fn main() {}
