//! Relations over diesel-async's connection to MariaDB.
#![allow(missing_docs)]

#[path = "databases/mysql.rs"]
mod database;
#[path = "ways/asynchronous.rs"]
mod way;

pub mod suite;
