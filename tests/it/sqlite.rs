//! Relations over Diesel's connection to SQLite.
#![allow(missing_docs)]

#[path = "databases/sqlite.rs"]
mod database;
#[path = "servers/sqlite.rs"]
mod server;
#[path = "ways/blocking.rs"]
mod way;

mod connections;
#[path = "connections/immediate.rs"]
mod immediate;
mod place;
#[path = "connections/plans.rs"]
mod plans;
#[path = "connections/statements.rs"]
mod statements;
pub mod suite;
mod weather;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/decimals.rs"]
mod decimals;
#[path = "types/enums.rs"]
pub mod enums;
#[path = "types/keys/sqlite.rs"]
pub mod keys;
