//! Users and their teams, in a crate of their own, as several applications of one company share them.
#![deny(warnings, missing_docs, unreachable_pub, missing_debug_implementations)]
#![forbid(unsafe_code)]

pub mod models;
pub mod schema;

pub use models::*;
