use blog::{User, schema};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(Insertable)]
#[diesel(table_name = schema::tags)]
struct NewTag {
    id: i32,
    name: String,
}

fn main() {
    let conn = &mut blog::database().unwrap();
    let user = User { id: 1, username: String::new() };
    let new = NewTag { id: 9, name: String::new() };
    user.create(User::posts, &new).execute(conn).unwrap();
}
