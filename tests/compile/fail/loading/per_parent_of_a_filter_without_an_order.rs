use blog::{User, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = users::table.with(User::posts.filter(posts::id.gt(1)).per_parent(3)).load(conn);
}

fn main() {}
