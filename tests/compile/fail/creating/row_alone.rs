use blog::schema::users;
use conjoin::create;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    create(users::username.eq("dora")).save(conn).unwrap();
}
