use blog::{User, schema::{profiles, users}};
use conjoin::create;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let dora = create(users::username.eq("dora"))
        .with(User::profile, create(profiles::bio.eq("Writes.")))
        .save(conn)
        .unwrap();
    println!("{}", dora.posts().len());
}
