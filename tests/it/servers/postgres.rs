//! What has to be said to PostgreSQL to share it, and to be in the way of others.
#![allow(dead_code)]

use crate::database::{self, Blocking};
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

/// A place is a schema.
pub(crate) fn make(name: &str) -> String {
    admin().batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
    let url = database::url();
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}options=-c%20search_path%3D{name}")
}

pub(crate) fn remove(name: &str, _: &str) {
    // After a failed test, a lock may stand in the way.
    let sql = format!("SET lock_timeout = '5s'; DROP SCHEMA {name} CASCADE");
    let _ = admin().batch_execute(&sql);
}

/// A connection that has nothing to do with any place.
pub(crate) fn admin() -> Blocking {
    Blocking::establish(&database::url()).unwrap()
}

/// Keeps others from a table, until a rollback.
pub(crate) fn lock(table: &str) -> String {
    format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
}

pub(crate) const UNLOCK: &str = "ROLLBACK";

/// How long a statement waits for a lock.
pub(crate) const IMPATIENT: &str = "SET lock_timeout = '20ms'";

/// A word of the error after that.
pub(crate) const TIMED_OUT: &str = "lock timeout";

/// Whether a transaction is of no use after that.
pub(crate) const ABORTS: bool = true;

/// The first statement of a graph with posts that a lock on them is in the way of.
pub(crate) const BLOCKED_IN_TRANSACTION: usize = 2;

/// Whether a connection survives that a future of its is dropped in the middle: a task of its own
/// takes in the rest of the answer.
pub(crate) const SURVIVES_DROPS: bool = true;

/// By what others know the connection that asks.
pub(crate) const ID: &str = "CAST(pg_backend_pid() AS BIGINT)";

/// Ends a connection, and returns when it has ended.
pub(crate) fn kill(admin: &mut Blocking, id: i64) {
    let ended = sql::<Bool>(&format!("pg_terminate_backend({id}, 10000)"));
    assert_eq!(diesel::select(ended).get_result(admin), Ok(true));
}

/// Returns when a connection waits for a lock.
pub(crate) fn await_waiting(admin: &mut Blocking, id: i64) {
    let waiting = format!(
        "(SELECT COUNT(*) FROM pg_stat_activity WHERE pid = {id} AND wait_event_type = 'Lock')"
    );
    while diesel::select(sql::<BigInt>(&waiting)).get_result(admin) != Ok(1_i64) {
        std::thread::yield_now();
    }
}

/// Lets others write while somebody reads: they may.
pub(crate) const PREPARE: &str = "SELECT 1";

/// The isolation levels at which the links of a row can be set.
pub(crate) const SET_LEVELS: &[&str] = &["READ COMMITTED", "SERIALIZABLE"];

/// Gives the transactions of a connection such a level.
pub(crate) fn isolate(level: &str) -> String {
    format!("SET default_transaction_isolation = '{}'", level.to_lowercase())
}

/// Whether a transaction that failed with this message is to be tried again.
pub(crate) fn is_retried(message: &str) -> bool {
    message.starts_with("could not serialize access")
}

/// Has the transactions of a session read what is committed.
pub(crate) const READ_COMMITTED: &str =
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED";
