//! Relations over Diesel's connection to PostgreSQL.
#![allow(missing_docs)]

#[path = "databases/postgres.rs"]
mod database;
#[path = "ways/blocking.rs"]
mod way;

pub mod suite;
