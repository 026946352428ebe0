use blog::User;
use blog::schema::{tags, users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let _ = users::table.join(User::posts.on(tags::name.eq("rust")));
}
