use blog::schema::users;
use blog::{User, user};
use conjoin::aggregate::Count;
use conjoin::prelude::*;
use diesel::prelude::*;

fn total(user: impl HasSomeValue<user::posts, Count>) -> i64 {
    user.count(User::posts)
}

fn main() {
    let conn = &mut blog::database().unwrap();
    let alice = users::table.find(1).with_if(true, User::posts.count()).first(conn).unwrap();
    println!("{}", total(alice.node()));
}
