//! What is loaded of each relation of a graph, as its type says: slots, who has which (`Has`), values, and
//! the types written out (`Loaded!`).
//!
//! Uses `model` and `aggregate`.

pub(crate) mod aggregated;
pub(crate) mod condition;
pub(crate) mod generated;
pub(crate) mod has;
pub(crate) mod pairs;
pub(crate) mod slot;
pub(crate) mod tree;
pub(crate) mod vacant;
pub(crate) mod values;
pub(crate) mod written;
