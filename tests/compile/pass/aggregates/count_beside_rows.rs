use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use diesel::prelude::*;

fn load(conn: &mut SqliteConnection) -> QueryResult<()> {
    let users = users::table.with(User::posts).with(User::posts.count()).load(conn)?;
    for user in &users {
        println!("{} of {}", user.posts().len(), user.count(User::posts));
    }
    Ok(())
}
