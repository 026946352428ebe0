use blog::{Post, User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User { profile, posts })]
struct Page {
    username: String,
    profile: Option<blog::Profile>,
    posts: Vec<Post>,
}

fn pages(conn: &mut SqliteConnection) -> QueryResult<Vec<Page>> {
    Ok(users::table.with(User::profile).load(conn)?.into_structs())
}

fn main() {}
