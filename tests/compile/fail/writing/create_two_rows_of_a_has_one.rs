use blog::{User, schema};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let user = User { id: 1, username: String::new() };
    let new = (schema::profiles::id.eq(9), schema::profiles::bio.eq("new"));
    user.create(User::profile, [new, new]).execute(conn).unwrap();
}
