use blog::{User, schema::{posts, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let latest = User::posts.order_by(posts::id.desc()).per_parent(3);
    let _ = users::table.with(latest.filter(posts::content.is_not_null())).load(conn);
}

fn main() {}
