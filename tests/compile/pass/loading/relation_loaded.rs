use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn titles(conn: &mut SqliteConnection) -> QueryResult<()> {
    let users = users::table.with(User::profile).with(User::posts).load(conn)?;
    for user in &users {
        for post in user.posts() {
            println!("{}", post.title);
        }
    }
    Ok(())
}
