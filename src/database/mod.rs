//! What differs from database to database: how keys are bound and listed, how rows are selected, and how
//! much a statement takes.
//!
//! Uses `model` and `route`.

pub(crate) mod backend;
pub(crate) mod key_in;
pub(crate) mod keys;
pub(crate) mod multi;
pub(crate) mod selection;
