use blog::User;
use blog::schema::users;
use conjoin::prelude::*;

fn main() {
    let others = diesel::alias!(users as others);
    let _ = users::table.join(User::posts.to(others));
}
