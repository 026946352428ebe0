//! The filters and orders of a relation, from a plan or from its declaration.
//!
//! Uses `database` and `route`.

pub(crate) mod clauses;
pub(crate) mod declared;
pub(crate) mod filter_order;
pub(crate) mod filters;
