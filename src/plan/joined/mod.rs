//! Relations that are loaded in the query's own statement: what can be joined.

pub(crate) mod fits;
pub(crate) mod onto;
pub(crate) mod times;

use crate::graph::slot::Loaded;
use crate::graph::vacant::AsRows;
use crate::model::relation::{Extent, LinksOf, Relation, Target, Whole};
use crate::plan::dsl::Plan;
use crate::plan::joined::onto::NotJoined;
use crate::plan::loadable::Loadable;
use crate::plan::refused::{AllInOne, SaidEarlier};
use std::fmt::{self, Debug};
use std::marker::PhantomData;

/// A relation that is loaded in the statement of the query itself.
///
/// Made by [`joined`](crate::dsl::RelationDsl::joined), and passed to a query's
/// [`with`](crate::dsl::WithDsl::with). `N` is the filter and order, `E` the nested relations, `X`
/// whether the whole relation is loaded, `J` the nested relations that are joined.
#[derive(Debug)]
#[must_use = "a plan does nothing until it is given to the `.with(…)` of a query"]
pub struct Joined<R, N, E, X = Whole, J = NotJoined> {
    along: JoinedRelation<R, N, J>,
    edges: E,
    extent: PhantomData<fn() -> X>,
}

impl<R, N, E, X, J> Joined<R, N, E, X, J> {
    pub(crate) fn new(filter_order: N, edges: E, beneath: J) -> Self {
        let along = JoinedRelation { filter_order, beneath, relation: PhantomData };
        Joined { along, edges, extent: PhantomData }
    }
}

impl<R: Relation, N, E, X, J> Plan for Joined<R, N, E, X, J> {
    type Relation = R::Declared;
    type Place = AsRows;
    type Planned = JoinedSlot<R, E, X>;
    type Joins = JoinedRelation<R, N, J>;

    fn planned(self) -> (Self::Planned, Self::Joins) {
        let (links, rows) = Default::default();
        (JoinedSlot { links, rows, edges: self.edges, extent: PhantomData }, self.along)
    }
}

/// Calls that come too late: rejected with our own message.
impl<R: Relation, N, E, X, J> Joined<R, N, E, X, J> {
    /// Does not compile: call `filter` before `.joined()`.
    pub fn filter<P>(self, _: P) -> Self
    where
        Self: SaidEarlier<R>,
    {
        self
    }

    /// Does not compile: call `order_by` before `.joined()`.
    pub fn order_by<O>(self, _: O) -> Self
    where
        Self: SaidEarlier<R>,
    {
        self
    }

    /// Does not compile: call `with` before `.joined()`.
    pub fn with<P>(self, _: P) -> Self
    where
        Self: SaidEarlier<R>,
    {
        self
    }

    /// Does not compile: the join returns all rows of each parent.
    pub fn per_parent(self, _: i64) -> Self
    where
        Self: AllInOne<R>,
    {
        self
    }

    /// Does not compile: the join covers only one level.
    pub fn recursive(self) -> Self
    where
        Self: AllInOne<R>,
    {
        self
    }
}

/// The relation `R` joined to a query, with its filter and order `N` and its joined nested
/// relations.
#[derive(Debug)]
pub struct JoinedRelation<R, N, J> {
    pub(crate) filter_order: N,
    pub(crate) beneath: J,
    relation: PhantomData<fn() -> R>,
}

/// The relations joined so far, and another one.
#[derive(Debug)]
pub struct And<L, A>(pub(crate) L, pub(crate) A);

/// A query and what is joined to it.
#[derive(Debug)]
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

impl<R: Relation, E: Debug, X> Debug for JoinedSlot<R, E, X> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinedSlot").field("edges", &self.edges).finish_non_exhaustive()
    }
}

impl<R: Relation, E: Loadable, X: Extent> Loadable for JoinedSlot<R, E, X> {
    type Loaded = Loaded<R, E::Loaded, X>;
}
