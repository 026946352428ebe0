use blog::{User, schema::{profiles, users}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = users::table.with(User::profile.order_by(profiles::id).per_parent(1)).load(conn);
}

fn main() {}
