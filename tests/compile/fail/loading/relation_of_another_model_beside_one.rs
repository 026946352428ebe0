use blog::{Post, Profile, schema::profiles};
use conjoin::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let conn = &mut blog::database()?;
    let profiles = profiles::table.with(Profile::user).with(Post::tags).load(conn)?;
    println!("{}", profiles.len());
    Ok(())
}
