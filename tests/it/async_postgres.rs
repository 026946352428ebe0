//! Relations over diesel-async's connection to PostgreSQL.
#![allow(missing_docs)]

#[path = "databases/postgres.rs"]
mod database;
#[path = "ways/asynchronous.rs"]
mod way;

pub mod suite;
