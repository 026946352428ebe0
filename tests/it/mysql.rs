//! Relations over Diesel's connection to MariaDB.
#![allow(missing_docs)]

#[path = "databases/mysql.rs"]
mod database;
#[path = "ways/blocking.rs"]
mod way;

pub mod suite;

// What a `MultiConnection` does not know: it has the basic types alone.
#[path = "types/enums.rs"]
pub mod enums;
#[path = "types/mysql.rs"]
pub mod types;
