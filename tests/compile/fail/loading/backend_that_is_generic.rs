use blog::{User, schema::users};
use conjoin::prelude::*;
use diesel::{Connection, prelude::*};

fn count<C: diesel::connection::LoadConnection>(conn: &mut C) -> QueryResult<usize> {
    Ok(users::table.with(User::posts).load(conn)?.len())
}

fn main() {}
