use blog::{User, schema::{profiles, users}};
use conjoin::create;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    create(users::username.eq("dora"))
        .with(User::profile, ["Reads.", "Writes."].map(|bio| create(profiles::bio.eq(bio))))
        .save(conn)
        .unwrap();
}
