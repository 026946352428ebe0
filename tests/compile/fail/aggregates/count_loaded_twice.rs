use blog::User;
use blog::schema::{posts, users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let drafts = User::posts.filter(posts::content.is_null());
    let _ = users::table.with(User::posts.count()).with(drafts.count()).load(conn);
}
