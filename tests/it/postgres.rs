//! Relations over Diesel's connection to PostgreSQL.
#![allow(missing_docs)]

#[path = "connection_kinds/blocking.rs"]
mod connection_kind;
#[path = "databases/postgres.rs"]
mod database;
#[path = "servers/postgres.rs"]
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
#[path = "connections/refused_sets.rs"]
mod refused_sets;
#[path = "connections/restarts.rs"]
mod restarts;
#[path = "connections/returned_children.rs"]
mod returned_children;
#[path = "connections/returning_order.rs"]
mod returning_order;
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

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/enums.rs"]
pub mod enums;
#[path = "types/keys/postgres.rs"]
pub mod keys;
#[path = "types/postgres.rs"]
pub mod types;
