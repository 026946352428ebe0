use blog::{Profile};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() {
    let conn = &mut blog::database().unwrap();
    let profile = Profile { id: 1, bio: String::new(), user_id: 1 };
    profile.unassign(Profile::user).execute(conn).unwrap();
}
