//! Relations over one type for the connections to all databases, `diesel::MultiConnection`.
#![allow(missing_docs)]

#[path = "databases/any.rs"]
mod database;
#[path = "ways/blocking.rs"]
mod way;

pub mod suite;

mod variants;
