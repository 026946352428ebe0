use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

#[derive(FromGraph)]
#[from_graph(User)]
struct Page {
    username: String,
}

fn pages(conn: &mut SqliteConnection) -> QueryResult<Vec<Page>> {
    let users = users::table.with(User::posts).load(conn)?;
    Ok(users.iter().map(|user| user.into_struct()).collect())
}

fn main() {}
