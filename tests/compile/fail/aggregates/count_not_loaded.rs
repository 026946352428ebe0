use blog::User;
use blog::schema::users;
use conjoin::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let users = users::table.with(User::posts).with(User::posts.exists()).load(conn).unwrap();
    for user in &users {
        println!("{}", user.count(User::posts));
    }
}
