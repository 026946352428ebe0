use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::{connection::LoadConnection, prelude::*};

fn count<C: LoadConnection>(conn: &mut C) -> QueryResult<usize> {
    Ok(users::table.with(User::posts).load(conn)?.len())
}

fn main() {}
