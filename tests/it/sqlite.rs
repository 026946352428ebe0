//! Relations over Diesel's connection to SQLite.
#![allow(missing_docs)]

#[path = "connection_kinds/blocking.rs"]
mod connection_kind;
#[path = "databases/sqlite.rs"]
mod database;
#[path = "servers/sqlite.rs"]
mod server;

mod connections;
#[path = "connections/creating_races.rs"]
mod creating_races;
#[path = "connections/delete_races.rs"]
mod delete_races;
mod faults;
#[path = "connections/immediate.rs"]
mod immediate;
mod place;
#[path = "connections/plans.rs"]
mod plans;
#[path = "connections/set_races.rs"]
mod set_races;
#[path = "connections/several_children.rs"]
mod several_children;
#[path = "snapshots/blocking.rs"]
mod snapshot_kind;
mod snapshots;
#[path = "connections/statements.rs"]
mod statements;
pub mod suite;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/decimals.rs"]
mod decimals;
#[path = "types/enums.rs"]
pub mod enums;
#[path = "types/keys/sqlite.rs"]
pub mod keys;
