use blog::{
    User,
    schema::{tags, users},
};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) {
    let _ = users::table.with(User::posts.filter(tags::name.eq("rust"))).load(conn);
}

fn main() {}
