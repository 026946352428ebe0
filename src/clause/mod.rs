//! The filters and orders of a relation: said in a plan, or stated where it is declared.
//!
//! Uses `database` and `route`.

pub(crate) mod filters;
pub(crate) mod narrow;
pub(crate) mod stated;
pub(crate) mod terms;
