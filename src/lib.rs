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
pub use load::{Load, LoadDsl, Plan, Planned, RelationDsl, WithDsl};
pub use related::RelatedDsl;
pub use relation::{Model, Part, Relation, Whole};

/// The book: its code runs in the tests.
#[cfg(doctest)]
mod book {
    #[doc = include_str!("../docs/relations.md")]
    pub struct Relations;
    #[doc = include_str!("../docs/keys.md")]
    pub struct Keys;
    #[doc = include_str!("../docs/declarations.md")]
    pub struct Declarations;
    #[doc = include_str!("../docs/loading.md")]
    pub struct Loading;
    #[doc = include_str!("../docs/graph.md")]
    pub struct Graph;
    #[doc = include_str!("../docs/joining.md")]
    pub struct Joining;
    #[doc = include_str!("../docs/testing.md")]
    pub struct Testing;
    #[doc = include_str!("../docs/design.md")]
    pub struct Design;
}
