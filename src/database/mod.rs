//! The differences between databases: how keys are bound and listed, how rows are selected, and how
//! much a statement may contain.
//!
//! Uses `model` and `route`.

pub(crate) mod backend;
pub(crate) mod dialect;
pub(crate) mod key_in;
pub(crate) mod keyed_rows;
pub(crate) mod keys;
pub(crate) mod multi;
pub(crate) mod selection;
pub(crate) mod strategy;
