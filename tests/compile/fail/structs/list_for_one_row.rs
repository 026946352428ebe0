use blog::{Profile, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User { profile })]
struct Page {
    profile: Vec<Profile>,
}

fn page(conn: &mut SqliteConnection) -> QueryResult<Page> {
    Ok(users::table.with(User::profile).first(conn)?.into_struct())
}

fn main() {}
