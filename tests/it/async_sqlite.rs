//! Relations over diesel-async's connection to SQLite.
#![allow(missing_docs)]

#[path = "connection_kinds/asynchronous.rs"]
mod connection_kind;
#[path = "databases/sqlite.rs"]
mod database;
#[path = "servers/sqlite.rs"]
mod server;

mod faults;
mod futures;
mod place;
#[path = "snapshots/asynchronous.rs"]
mod snapshot_kind;
mod snapshots;
pub mod suite;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/enums.rs"]
pub mod enums;

#[path = "futures/counting.rs"]
mod counting;
