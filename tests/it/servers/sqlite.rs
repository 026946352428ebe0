//! What has to be said to SQLite to share it, and to be in the way of others.
#![allow(dead_code)]

use std::fs;

/// A place is a file.
pub(crate) fn make(name: &str) -> String {
    let path = std::env::temp_dir().join(name);
    path.to_str().expect("a path in Unicode").to_owned()
}

pub(crate) fn remove(_: &str, url: &str) {
    // A rollback journal is gone with the connections, or was never there.
    let _ = fs::remove_file(url);
}

/// Keeps everybody else out, until a rollback: a lock on one table is unknown.
pub(crate) fn lock(_: &str) -> String {
    "BEGIN EXCLUSIVE".to_owned()
}

pub(crate) const UNLOCK: &str = "ROLLBACK";

/// How long a statement waits for a lock: it does not.
pub(crate) const IMPATIENT: &str = "PRAGMA busy_timeout = 0";

/// A word of the error after that.
pub(crate) const TIMED_OUT: &str = "database is locked";

/// Whether a transaction is of no use after that.
pub(crate) const ABORTS: bool = false;

/// The first statement of a transaction that a lock can be in the way of: whoever has read the
/// database, others cannot lock it.
pub(crate) const BLOCKED_IN_TRANSACTION: usize = 1;

/// Whether a connection survives that a future of its is dropped in the middle: a statement is
/// finished before.
pub(crate) const SURVIVES_DROPS: bool = true;

/// Lets others write while somebody reads. The patience comes first: even to ask for the journal
/// can meet a lock, of whoever opens or leaves the file at that moment.
pub(crate) const PREPARE: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL";

/// The isolation levels at which the links of a row can be set.
pub(crate) const SET_LEVELS: &[&str] = &[""];

/// Gives the transactions of a connection such a level.
pub(crate) fn isolate(_: &str) -> String {
    PREPARE.to_owned()
}

/// Whether a transaction that failed with this message is to be tried again.
pub(crate) fn is_retried(message: &str) -> bool {
    message == "database is locked"
}

/// Has transactions read what is committed: here, each reads one state.
pub(crate) const READ_COMMITTED: &str = PREPARE;
