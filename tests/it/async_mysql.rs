//! Relations over diesel-async's connection to MariaDB.
#![allow(missing_docs)]

#[path = "connection_kinds/asynchronous.rs"]
mod connection_kind;
#[path = "databases/mysql.rs"]
mod database;
#[path = "servers/mysql.rs"]
mod server;

mod faults;
mod futures;
#[path = "faults/killed.rs"]
mod killed;
mod place;
#[path = "snapshots/asynchronous.rs"]
mod snapshot_kind;
mod snapshots;
pub mod suite;
#[path = "futures/waiting.rs"]
mod waiting;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/enums.rs"]
pub mod enums;
#[path = "types/timestamps.rs"]
mod timestamps;
#[path = "types/mysql.rs"]
pub mod types;
