#![doc = include_str!("../README.md")]

pub mod prelude;
pub mod testing;

#[doc(hidden)]
pub mod private;

mod error;
mod from;
mod graph;
mod join;
mod key;
mod load;
mod related;
pub mod relation;

pub use conjoin_derive::Relations;
pub use error::Error;
pub use graph::{Graph, Has, HasSome, Iter, Loaded, Nodes, NotLoaded};
pub use join::{Join, JoinDsl, OuterJoin};
pub use load::{Load, LoadDsl, Plan, Planned, RelationDsl, With, WithDsl};
pub use related::RelatedDsl;
pub use relation::{Model, Part, Relation, Whole};
