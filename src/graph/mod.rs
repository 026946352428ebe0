//! What a graph holds of each relation: for a function that names what was loaded.
//!
//! The types of whole graphs are best written by [`Loaded!`](crate::Loaded!).

// Slots, who has which (`Has`), values, and the types written out. Uses `model` and `aggregate`.

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

pub use crate::graph::aggregated::{Aggregated, Values};
pub use crate::graph::pairs::Pairs;
pub use crate::graph::tree::Tree;
pub use crate::model::node::Iter;
