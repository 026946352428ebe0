//! Fetches the rows of a relation: the statement, the keys, and the parents that the returned rows
//! belong to.
//!
//! Uses `plan` and `sql`.

pub(crate) mod collector;
pub(crate) mod connect;
pub(crate) mod direct_rows;
pub(crate) mod equal;
pub(crate) mod executions;
pub(crate) mod groups;
pub(crate) mod joined;
pub(crate) mod linked_rows;
pub(crate) mod links_alone;
pub(crate) mod links_first;
pub(crate) mod per_parent;
pub(crate) mod rows;
pub(crate) mod tree;
pub(crate) mod values;
