use blog::{User, schema::users};
use conjoin::prelude::*;

fn load(path: &mut String) {
    let _ = users::table.with(User::posts).load(path);
}

fn main() {}
