//! What has to be said to MariaDB to share it, and to be in the way of others.
#![allow(dead_code)]

use crate::database::{self, Blocking};
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// A place is a database.
pub(crate) fn make(name: &str) -> String {
    admin().batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let url = database::url();
    let (server, _) = url.rsplit_once('/').expect("a URL with the name of a database");
    format!("{server}/{name}")
}

pub(crate) fn remove(name: &str, _: &str) {
    // After a failed test, a lock may stand in the way.
    let sql = format!("SET lock_wait_timeout = 5; DROP DATABASE {name}");
    let _ = admin().batch_execute(&sql);
}

/// A connection that has nothing to do with any place.
pub(crate) fn admin() -> Blocking {
    Blocking::establish(&database::url()).unwrap()
}

/// Keeps others from a table.
pub(crate) fn lock(table: &str) -> String {
    format!("LOCK TABLES {table} WRITE")
}

pub(crate) const UNLOCK: &str = "UNLOCK TABLES";

/// How long a statement waits for a lock.
pub(crate) const IMPATIENT: &str = "SET lock_wait_timeout = 0";

/// A word of the error after that.
pub(crate) const TIMED_OUT: &str = "Lock wait timeout exceeded";

/// Whether a transaction is of no use after that.
pub(crate) const ABORTS: bool = false;

/// The first statement of a graph with posts that a lock on them is in the way of.
pub(crate) const BLOCKED_IN_TRANSACTION: usize = 2;

/// Whether a connection survives that a future of its is dropped in the middle. With mysql_async 0.36
/// the next statement reads the answer to the one before, and fails if it is lucky.
pub(crate) const SURVIVES_DROPS: bool = false;

/// By what others know the connection that asks.
pub(crate) const ID: &str = "CONNECTION_ID()";

/// Ends a connection, and returns when it has ended.
pub(crate) fn kill(admin: &mut Blocking, id: i64) {
    admin.batch_execute(&format!("KILL {id}")).unwrap();
    await_count(admin, &format!("id = {id}"), 0);
}

/// Returns when a connection waits for a lock.
pub(crate) fn await_waiting(admin: &mut Blocking, id: i64) {
    await_count(admin, &format!("id = {id} AND state LIKE 'Waiting for table%'"), 1);
}

fn await_count(admin: &mut Blocking, condition: &str, count: i64) {
    let found = format!("(SELECT COUNT(*) FROM information_schema.processlist WHERE {condition})");
    while diesel::select(sql::<BigInt>(&found)).get_result(admin) != Ok(count) {
        std::thread::yield_now();
    }
}

/// Lets others write while somebody reads: they may.
pub(crate) const PREPARE: &str = "DO 0";

/// The isolation levels at which the links of a row can be set.
pub(crate) const SET_LEVELS: &[&str] =
    &["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"];

/// Gives the transactions of a connection such a level.
pub(crate) fn isolate(level: &str) -> String {
    format!("SET SESSION TRANSACTION ISOLATION LEVEL {level}")
}

/// Whether a transaction that failed with this message is to be tried again.
pub(crate) fn is_retried(message: &str) -> bool {
    message.starts_with("Deadlock found")
}

/// Has the transactions of a session read what is committed.
pub(crate) const READ_COMMITTED: &str = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
