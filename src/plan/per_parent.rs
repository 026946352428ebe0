//! Loading only the first rows of each parent.

use crate::clause::declared::{AsOrder, DeclaredClause};
use crate::clause::filter_order::{Everything, Filtered, OrFiltered, Ordered, ThenOrdered};
use crate::graph::slot::Slot;
use crate::graph::vacant::{AsRows, Vacant};
use crate::model::relation::{Cardinality, Relation, ToMany};
use crate::plan::dsl::Plan;
use crate::plan::joined::onto::{NotJoined, OnItsOwn};
use crate::plan::recursive::{Allow, FitsBeside};
use crate::plan::refused::{AtEveryDepth, SaidBefore};
use crate::plan::set::{Set, set};
use crate::sql::top_n::TopN;
use std::marker::PhantomData;

/// The slot of a relation that will be loaded with the first rows of each parent only.
///
/// Made by [`per_parent`](crate::dsl::RelationDsl::per_parent). `N` is the filter and order, `E`
/// the nested relations.
#[derive(Debug, Clone)]
#[must_use = "a plan does nothing until it is given to the `.with(…)` of a query"]
pub struct PerParent<R, N, E> {
    pub(crate) filter_order: N,
    pub(crate) edges: E,
    pub(crate) slice: TopN,
    relation: PhantomData<fn() -> R>,
}

impl<R, N, E> PerParent<R, N, E> {
    pub(crate) fn new(filter_order: N, edges: E, rows: i64) -> Self {
        let slice = TopN { rows, offset: 0 };
        PerParent { filter_order, edges, slice, relation: PhantomData }
    }

    /// Skips this many rows of each parent first: those of earlier pages.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let second_page = User::posts.order_by(posts::title).per_parent(1).offset(1);
    /// let alice = users::table.find(1).with(second_page).first(conn)?;
    /// // SELECT … FROM posts WHERE posts.user_id = ? ORDER BY posts.title, posts.id
    /// //   LIMIT ? + 0 OFFSET ? + 0
    /// assert_eq!(alice.posts().next().unwrap().title, "Relations in Diesel");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn offset(mut self, rows: i64) -> Self {
        self.slice.offset = rows;
        self
    }

    /// Also loads a relation of those rows. See [`RelationDsl::with`](crate::dsl::RelationDsl::with).
    pub fn with<P>(self, plan: P) -> PerParent<R, N, Set<E, P>>
    where
        P: Plan<Planned: FitsBeside<E>, Joins: OnItsOwn>,
        E: Slot<P::Relation, State: Vacant<P::Relation, P::Place>>,
    {
        let PerParent { filter_order, edges, slice, .. } = self;
        let (edges, _) = set(edges, plan);
        PerParent { filter_order, edges, slice, relation: PhantomData }
    }

    /// Also loads a relation of those rows if the condition holds. See
    /// [`WithDsl::with_if`](crate::dsl::WithDsl::with_if).
    pub fn with_if<P>(self, condition: bool, plan: P) -> PerParent<R, N, Set<E, Option<P>>>
    where
        P: Plan<Planned: FitsBeside<E>, Joins: OnItsOwn>,
        E: Slot<P::Relation, State: Vacant<P::Relation, P::Place>>,
    {
        self.with(condition.then_some(plan))
    }
}

/// Calls that come too late: rejected with our own message.
impl<R: Relation, N, E> PerParent<R, N, E> {
    /// Does not compile: call `filter` before `.per_parent(…)`.
    pub fn filter<P>(self, _: P) -> Self
    where
        Self: SaidBefore<R>,
    {
        self
    }

    /// Does not compile: call `order_by` before `.per_parent(…)`.
    pub fn order_by<O>(self, _: O) -> Self
    where
        Self: SaidBefore<R>,
    {
        self
    }

    /// Does not compile: rows that are left out could have children that are not.
    pub fn recursive(self) -> Self
    where
        Self: AtEveryDepth<R>,
    {
        self
    }
}

/// A filter and order that determine which rows come first.
#[diagnostic::on_unimplemented(
    message = "`.per_parent(…)` of `{R}` needs an order: which rows are the first of each parent?",
    label = "say `.order_by(…)` before it",
    note = "or state it where the relation is declared: `order_by = …`; the primary key decides \
            between rows that are equal by it"
)]
pub trait InOrder<R> {}

#[diagnostic::do_not_recommend]
impl<R, N, O> InOrder<R> for Ordered<N, O> {}
#[diagnostic::do_not_recommend]
impl<R, N, O> InOrder<R> for ThenOrdered<N, O> {}
#[diagnostic::do_not_recommend]
impl<R, N: InOrder<R>, P> InOrder<R> for Filtered<N, P> {}
#[diagnostic::do_not_recommend]
impl<R, N: InOrder<R>, P> InOrder<R> for OrFiltered<N, P> {}
#[diagnostic::do_not_recommend]
impl<R: Relation<Order: StatesOrder>> InOrder<R> for Everything {}

/// A relation that declares an order.
pub trait StatesOrder {}

#[diagnostic::do_not_recommend]
impl<R> StatesOrder for DeclaredClause<R, AsOrder> {}

/// A relation to many rows.
#[diagnostic::on_unimplemented(
    message = "`{R}` leads to one row at most: there are no first ones among it",
    label = "remove `.per_parent(…)`"
)]
pub trait HasFirst<R>: Cardinality {}

#[diagnostic::do_not_recommend]
impl<R> HasFirst<R> for ToMany {}

impl<R: Relation, N, E> Plan for PerParent<R, N, E> {
    type Relation = R::Declared;
    type Place = AsRows;
    type Planned = Self;
    type Joins = NotJoined;

    fn planned(self) -> (Self, NotJoined) {
        (self, NotJoined)
    }
}

#[diagnostic::do_not_recommend]
impl<R, N, E, Others> FitsBeside<Others> for PerParent<R, N, E> {}
#[diagnostic::do_not_recommend]
impl<R, N, E, Rows> Allow<Rows> for PerParent<R, N, E> {}
