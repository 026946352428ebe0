//! The filters and orders of a relation: said in a plan, or stated where it is declared.
//!
//! Uses `database` and `route`.

pub(crate) mod clauses;
pub(crate) mod declared;
pub(crate) mod filter_order;
pub(crate) mod filters;
