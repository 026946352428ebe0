use blog::{Post, User, schema::{users, tags}};
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<Vec<User>> {
    users::table.filter(Post::tags.any(tags::name.eq("rust"))).select(User::as_select()).load(conn)
}

fn main() {}
