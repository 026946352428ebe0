//! Relations over diesel-async's connection to PostgreSQL.
#![allow(missing_docs)]

#[path = "connection_kinds/asynchronous.rs"]
mod connection_kind;
#[path = "databases/postgres.rs"]
mod database;
#[path = "servers/postgres.rs"]
mod server;

mod faults;
mod futures;
#[path = "faults/killed.rs"]
mod killed;
#[path = "futures/pipelining.rs"]
mod pipelining;
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
#[path = "types/postgres.rs"]
pub mod types;
