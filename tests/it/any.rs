//! Relations over one type for the connections to all databases, `diesel::MultiConnection`.
#![allow(missing_docs)]

#[path = "connection_kinds/blocking.rs"]
mod connection_kind;
#[path = "databases/any.rs"]
mod database;

pub mod suite;

mod variants;
