//! Relations over Diesel's connection to MariaDB.
#![allow(missing_docs)]

#[path = "connection_kinds/blocking.rs"]
mod connection_kind;
#[path = "databases/mysql.rs"]
mod database;
#[path = "servers/mysql.rs"]
mod server;

mod connections;
#[path = "connections/creating_races.rs"]
mod creating_races;
#[path = "connections/delete_races.rs"]
mod delete_races;
mod faults;
#[path = "faults/killed.rs"]
mod killed;
mod place;
#[path = "connections/restarts.rs"]
mod restarts;
#[path = "connections/row_locks.rs"]
mod row_locks;
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
#[path = "connections/target_locks.rs"]
mod target_locks;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/enums.rs"]
pub mod enums;
#[path = "types/keys/mysql.rs"]
pub mod keys;
#[path = "types/timestamps.rs"]
mod timestamps;
#[path = "types/mysql.rs"]
pub mod types;
