//! Fetching the rows of a relation: what is asked, for which keys, and which parents the rows that come
//! belong to.
//!
//! Uses `plan` and `sql`.

pub(crate) mod answer;
pub(crate) mod ask;
pub(crate) mod connect;
pub(crate) mod direct_rows;
pub(crate) mod equal;
pub(crate) mod groups;
pub(crate) mod growth;
pub(crate) mod joined;
pub(crate) mod linked_rows;
pub(crate) mod per_parent;
pub(crate) mod question;
pub(crate) mod values;
