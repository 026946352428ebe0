//! The parts of a graph for each relation, for functions that name what was loaded.
//!
//! Write the types of whole graphs with [`Loaded!`](crate::Loaded!).

// Slots, their bounds (`Has`), values, and the types written out. Uses `model` and `aggregate`.

pub(crate) mod aggregated;
pub(crate) mod condition;
pub(crate) mod debug;
pub(crate) mod depth;
pub(crate) mod generated;
pub(crate) mod has;
pub(crate) mod in_graph;
pub(crate) mod pairs;
pub(crate) mod rows_mut;
pub(crate) mod slot;
pub(crate) mod tree;
pub(crate) mod vacant;
pub(crate) mod values;
pub(crate) mod written;

pub use crate::graph::aggregated::{Aggregated, Values};
pub use crate::graph::in_graph::Rows;
pub use crate::graph::pairs::Pairs;
pub use crate::graph::rows_mut::RowsMut;
pub use crate::graph::tree::Tree;
pub use crate::model::level::{Borrowed, Owned, Ownership};
pub use crate::model::links::{Links, OptionalLinks};
pub use crate::model::node::Iter;
