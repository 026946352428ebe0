use blog::schema::{posts, users};
use blog::{User, user};
use conjoin::aggregate::Count;
use conjoin::prelude::*;
use diesel::prelude::*;

fn total(user: impl HasValue<user::posts, Count>) -> i64 {
    user.count(User::posts)
}

fn main() {
    let conn = &mut blog::database().unwrap();
    let drafts = User::posts.filter(posts::content.is_null());
    let alice = users::table.find(1).with(drafts.count()).first(conn).unwrap();
    println!("{}", total(alice.node()));
}
