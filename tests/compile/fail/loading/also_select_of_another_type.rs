use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = users::table.with(User::posts).also_select::<i32, _>(User::posts.count()).load(conn);
}

fn main() {}
