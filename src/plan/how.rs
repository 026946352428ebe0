//! How the rows of a relation are loaded.

use crate::model::relation::{LinksOf, Relation};
use crate::plan::joined::NotJoined;
use crate::sql::top_n::TopN;

/// By the keys of all their parents. `J` is what nested relations join to the relation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Grouped<J = NotJoined> {
    pub(crate) joins: J,
}

/// The first rows of each parent. See [`per_parent`](crate::dsl::RelationDsl::per_parent).
#[derive(Debug, Clone, Copy)]
pub struct PerParent {
    pub(crate) slice: TopN,
}

/// At every depth. See [`recursive`](crate::dsl::RelationDsl::recursive).
#[derive(Debug, Clone)]
pub struct Recursive<R: Relation> {
    pub(crate) depth: Option<usize>,
    /// The links, once the rows are loaded.
    pub(crate) links: LinksOf<R>,
    /// The rows at which a limited depth ends: what they lead to was not loaded.
    pub(crate) ends: Vec<u32>,
}

/// In the statement of the query itself, with the nested relations `J` that it joins too. See
/// [`joined`](crate::dsl::RelationDsl::joined).
#[derive(Debug, Clone, Copy)]
pub struct Joined<J = NotJoined> {
    pub(crate) joins: J,
}
