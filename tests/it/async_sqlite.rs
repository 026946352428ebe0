//! Relations over diesel-async's connection to SQLite.
#![allow(missing_docs)]

#[path = "databases/sqlite.rs"]
mod database;
#[path = "servers/sqlite.rs"]
mod server;
#[path = "ways/asynchronous.rs"]
mod way;

mod futures;
mod place;
pub mod suite;
mod weather;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/enums.rs"]
pub mod enums;

#[path = "futures/counting.rs"]
mod counting;
