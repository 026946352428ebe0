//! What a model and a relation are, and the rows that were loaded: relations, keys, where a table is in a
//! query, graphs with their nodes and links, and what can be wrong with them.
//!
//! Uses no other folder.

pub(crate) mod error;
pub(crate) mod from;
pub(crate) mod graph;
pub(crate) mod key;
pub(crate) mod links;
pub(crate) mod node;
pub mod relation;
pub(crate) mod table_ref;
