//! The statements and subqueries about related rows, as text.
//!
//! Uses `clause`, `database` and `route`.

pub(crate) mod correlated;
pub(crate) mod derived;
pub(crate) mod form;
pub(crate) mod grouped;
pub(crate) mod links;
pub(crate) mod recursive_keys;
pub(crate) mod rows;
pub(crate) mod sent;
pub(crate) mod top_n;
