//! Relations that are loaded in the query's own statement: what can be joined.

pub(crate) mod fits;
pub(crate) mod onto;
pub(crate) mod times;

use crate::graph::slot::Loaded;
use crate::graph::vacant::WithoutAggregates;
use crate::model::relation::{Extent, LinksOf, Relation, Target};
use crate::plan::loadable::Loadable;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

/// Joins nothing: the relation is loaded by its own statements.
#[derive(Debug, Clone, Copy, Default)]
pub struct NotJoined;

/// The relation `R` joined to a query, with its filter and order `N` and its joined nested
/// relations.
#[derive(Debug, Clone)]
pub struct JoinedRelation<R, N, J> {
    pub(crate) filter_order: N,
    pub(crate) beneath: J,
    relation: PhantomData<fn() -> R>,
}

impl<R, N, J> JoinedRelation<R, N, J> {
    pub(crate) fn new(filter_order: N, beneath: J) -> Self {
        JoinedRelation { filter_order, beneath, relation: PhantomData }
    }
}

/// The relations joined so far, and another one.
#[derive(Debug, Clone, Copy)]
pub struct And<L, A>(pub(crate) L, pub(crate) A);

/// A query and what is joined to it.
#[derive(Debug, Clone)]
pub struct JoinClause<Q, L> {
    pub(crate) query: Q,
    pub(crate) joins: L,
}

/// The slot of a relation whose rows are returned by the query's own statement.
pub struct JoinedSlot<R: Relation, E, X> {
    pub(crate) links: LinksOf<R>,
    pub(crate) rows: Vec<Target<R>>,
    pub(crate) edges: E,
    extent: PhantomData<fn() -> X>,
}

impl<R: Relation, E, X> JoinedSlot<R, E, X> {
    pub(crate) fn new(edges: E) -> Self {
        let (links, rows) = Default::default();
        JoinedSlot { links, rows, edges, extent: PhantomData }
    }
}

// What is cloned is a plan: it has no rows yet, so models need not be `Clone`.
impl<R: Relation, E: Clone, X> Clone for JoinedSlot<R, E, X> {
    fn clone(&self) -> Self {
        JoinedSlot::new(self.edges.clone())
    }
}

impl<R: Relation, E, X> WithoutAggregates for JoinedSlot<R, E, X> {}

impl<R: Relation, E: Debug, X> Debug for JoinedSlot<R, E, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinedSlot").field("edges", &self.edges).finish_non_exhaustive()
    }
}

impl<R: Relation, E: Loadable, X: Extent> Loadable for JoinedSlot<R, E, X> {
    type Loaded = Loaded<R, E::Loaded, X>;
}
