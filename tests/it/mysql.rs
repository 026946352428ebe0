//! Relations over Diesel's connection to MariaDB.
#![allow(missing_docs)]

#[path = "databases/mysql.rs"]
mod database;
#[path = "ways/blocking.rs"]
mod way;

pub mod suite;
