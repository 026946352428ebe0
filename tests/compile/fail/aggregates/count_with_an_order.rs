use blog::User;
use blog::schema::{posts, users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let _ = users::table.select(User::posts.order_by(posts::id).count());
}
