//! Relations over diesel-async's connection to PostgreSQL.
#![allow(missing_docs)]

#[path = "databases/postgres.rs"]
mod database;
#[path = "servers/postgres.rs"]
mod server;
#[path = "ways/asynchronous.rs"]
mod way;

mod futures;
#[path = "weather/killed.rs"]
mod killed;
#[path = "futures/pipelining.rs"]
mod pipelining;
mod place;
pub mod suite;
#[path = "futures/waiting.rs"]
mod waiting;
mod weather;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/enums.rs"]
pub mod enums;
#[path = "types/postgres.rs"]
pub mod types;
