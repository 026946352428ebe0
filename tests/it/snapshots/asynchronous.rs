//! What is loaded in snapshots, over the connections of diesel-async.

use crate::connection_kind::Inner;
use crate::database::Asynchronous;
use crate::futures::wait;
use crate::snapshots::{Loaded, Reads};
use blog::User;
use blog::schema::users;
use conjoin::prelude::*;
use conjoin::snapshot_async;
use diesel::prelude::*;

pub(crate) fn graph(conn: &mut Inner, reads: Reads) -> QueryResult<Loaded> {
    async fn load(conn: &mut Asynchronous) -> QueryResult<Loaded> {
        let users = users::table.with(User::posts).load(conn).await?;
        Ok(users.iter().map(|user| (user.username.clone(), user.posts().len())).collect())
    }
    match reads {
        Reads::InSnapshot => wait(snapshot_async(&mut **conn, load)),
        Reads::OneByOne => wait(load(&mut *conn)),
    }
}

pub(crate) fn batches(conn: &mut Inner, reads: Reads) -> QueryResult<Loaded> {
    async fn load(conn: &mut Asynchronous) -> QueryResult<Loaded> {
        let mut loaded = Vec::new();
        let mut batches = users::table.with(User::posts).batches(7);
        while let Some(users) = batches.next(conn).await? {
            let users = users.iter();
            loaded.extend(users.map(|user| (user.username.clone(), user.posts().len())));
        }
        Ok(loaded)
    }
    match reads {
        Reads::InSnapshot => wait(snapshot_async(&mut **conn, load)),
        Reads::OneByOne => wait(load(&mut *conn)),
    }
}
