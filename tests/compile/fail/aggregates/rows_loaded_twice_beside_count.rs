use blog::User;
use blog::schema::users;
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let plan = users::table.with(User::posts).with(User::posts.count());
    let _ = plan.with(User::posts).load(conn);
}
