use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let alice = users::table.find(1).with(User::posts.count()).first(conn).unwrap();
    println!("{}", alice.posts().len());
}
