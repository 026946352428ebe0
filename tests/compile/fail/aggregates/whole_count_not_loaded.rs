use blog::schema::users;
use blog::{User, user};
use conjoin::aggregate::Count;
use conjoin::prelude::*;
use diesel::prelude::*;

fn total(user: impl HasValue<user::posts, Count>) -> i64 {
    user.count(User::posts)
}

fn main() {
    let conn = &mut blog::database().unwrap();
    let alice = users::table.find(1).with(User::posts).first(conn).unwrap();
    println!("{}", total(alice.node()));
}
