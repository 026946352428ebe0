//! A shop: models in files of their own, customers of another crate, and what Diesel applications use.
#![deny(warnings, missing_docs, unreachable_pub, missing_debug_implementations)]
#![forbid(unsafe_code)]

pub mod models;
pub mod schema;
