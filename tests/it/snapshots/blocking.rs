//! What is loaded in snapshots, over Diesel's own connections.

use crate::connection_kind::Inner;
use crate::snapshots::{Loaded, Reads};
use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use conjoin::snapshot;
use diesel::prelude::*;

pub(crate) fn graph(conn: &mut Inner, reads: Reads) -> QueryResult<Loaded> {
    fn load(conn: &mut Inner) -> QueryResult<Loaded> {
        let users = users::table.with(User::posts).load(conn)?;
        Ok(users.iter().map(|user| (user.username.clone(), user.posts().len())).collect())
    }
    match reads {
        Reads::InSnapshot => snapshot(conn, load),
        Reads::OneByOne => load(conn),
    }
}

pub(crate) fn batches(conn: &mut Inner, reads: Reads) -> QueryResult<Loaded> {
    fn load(conn: &mut Inner) -> QueryResult<Loaded> {
        let mut loaded = Vec::new();
        let mut batches = users::table.with(User::posts).batches(7);
        while let Some(users) = batches.next(conn)? {
            let users = users.iter();
            loaded.extend(users.map(|user| (user.username.clone(), user.posts().len())));
        }
        Ok(loaded)
    }
    match reads {
        Reads::InSnapshot => snapshot(conn, load),
        Reads::OneByOne => load(conn),
    }
}
