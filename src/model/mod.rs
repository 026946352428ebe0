//! Models, relations, and loaded rows: relations, keys, the tables in a query, graphs with their
//! nodes and links, and errors.
//!
//! Uses no other folder.

pub(crate) mod as_row;
pub(crate) mod debug;
pub(crate) mod error;
pub(crate) mod from;
pub(crate) mod graph;
pub(crate) mod key;
pub(crate) mod level;
pub(crate) mod links;
pub(crate) mod node;
pub mod relation;
pub(crate) mod sealed;
pub(crate) mod table_ref;
