use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let _ = users::table.select(User::posts.max(users::id));
}
