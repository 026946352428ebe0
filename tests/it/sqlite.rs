//! Relations over Diesel's connection to SQLite.
#![allow(missing_docs)]

#[path = "databases/sqlite.rs"]
mod database;
#[path = "ways/blocking.rs"]
mod way;

mod connections;
pub mod suite;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/enums.rs"]
pub mod enums;
