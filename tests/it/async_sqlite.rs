//! Relations over diesel-async's connection to SQLite.
#![allow(missing_docs)]

#[path = "databases/sqlite.rs"]
mod database;
#[path = "ways/asynchronous.rs"]
mod way;

pub mod suite;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/enums.rs"]
pub mod enums;
