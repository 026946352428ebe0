use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let conn = &mut blog::database()?;
    let users = users::table.with(User::posts).count().get_result(conn)?;
    let _: i64 = users;
    Ok(())
}
