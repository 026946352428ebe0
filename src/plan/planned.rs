//! A relation with its filter, order and nested relations, until it is loaded.

use crate::clause::filter_order::{
    Everything, Filtered, Limit, Of, OrFiltered, Ordered, ThenOrdered,
};
use crate::filter::rows::RelatedRows;
use crate::graph::slot::Slot;
use crate::graph::vacant::{AsRows, Vacant};
use crate::model::relation::{Model, Part, Relation, Source, Target, Whole};
use crate::model::table_ref::Unaliased;
#[cfg(doc)]
use crate::plan::dsl::RelationDsl;
use crate::plan::dsl::{JoinedBeneath, Nothing, Plan};
use crate::plan::joined::Joined;
use crate::plan::joined::onto::{Beneath, NotJoined, OnItsOwn};
use crate::plan::per_parent::{HasFirst, InOrder, PerParent};
use crate::plan::recursive::{FitsBeside, LeadsBack, Nested, Recursed, Recursive};
use crate::plan::set::{Set, set};
use std::marker::PhantomData;

/// The slot of a relation that will be loaded.
///
/// Made from a relation by [`filter`](RelationDsl::filter), [`order_by`](RelationDsl::order_by) or
/// [`with`](RelationDsl::with), and passed to a query's [`with`](crate::dsl::WithDsl::with). `N` is
/// the filter and order, `E` the nested relations, `X` whether the whole relation is loaded, `J`
/// the [joined](RelationDsl::joined) nested relations. It has the methods of [`RelationDsl`], for
/// chaining, and two that only make sense after them:
///
/// ```
/// use blog::{User, schema::{posts, users}};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let plan = User::posts
///     .filter(posts::title.like("%Diesel%"))
///     .or_filter(posts::content.is_null())
///     .order_by(posts::title)
///     .then_order_by(posts::id);
/// let users = users::table.with(plan).load(conn)?;
/// # assert_eq!(users.iter().map(|user| user.posts().len()).sum::<usize>(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a plan does nothing until it is given to the `.with(…)` of a query"]
pub struct Planned<R, N, E, X = Whole, J = NotJoined> {
    pub(crate) filter_order: N,
    pub(crate) edges: E,
    joins: J,
    relation: PhantomData<fn() -> (R, X)>,
}

impl<R, N, E, X, J> Planned<R, N, E, X, J> {
    pub(crate) fn new(filter_order: N, edges: E, joins: J) -> Self {
        Planned { filter_order, edges, joins, relation: PhantomData }
    }
}

impl<R: Relation> Planned<R, Everything, Nothing<R>> {
    /// The relation without filter, order or nested relations.
    pub(crate) fn all() -> Self {
        Planned::new(Everything, Default::default(), NotJoined)
    }
}

impl<R: Relation, N, E, X, J> Plan for Planned<R, N, E, X, J> {
    type Relation = R::Declared;
    type Place = AsRows;
    type Planned = Planned<R, N, E, X>;
    type Joins = J;

    fn planned(self) -> (Self::Planned, J) {
        (Planned::new(self.filter_order, self.edges, NotJoined), self.joins)
    }
}

impl<R: Relation, N, E, X, J> Planned<R, N, E, X, J> {
    /// Combines `predicate` with the previous filters by `AND`. See [`RelationDsl::filter`].
    pub fn filter<P, W>(self, predicate: P) -> Planned<R, Filtered<N, P::Checked>, E, Part, J>
    where
        P: Of<R, W>,
    {
        Planned::new(Filtered(self.filter_order, predicate.checked()), self.edges, self.joins)
    }

    /// Adds an alternative to the previous filters: `((…) OR predicate)`, for the same parents.
    pub fn or_filter<P, W>(self, predicate: P) -> Planned<R, OrFiltered<N, P::Checked>, E, Part, J>
    where
        P: Of<R, W>,
    {
        Planned::new(OrFiltered(self.filter_order, predicate.checked()), self.edges, self.joins)
    }

    /// Orders the related rows; replaces an earlier order. See [`RelationDsl::order_by`].
    pub fn order_by<O, W>(self, order: O) -> Planned<R, Ordered<N, O::Checked>, E, X, J>
    where
        O: Of<R, W>,
    {
        Planned::new(Ordered(self.filter_order, order.checked()), self.edges, self.joins)
    }

    /// Adds a further sort key for rows that are equal so far.
    pub fn then_order_by<O, W>(self, order: O) -> Planned<R, ThenOrdered<N, O::Checked>, E, X, J>
    where
        O: Of<R, W>,
    {
        Planned::new(ThenOrdered(self.filter_order, order.checked()), self.edges, self.joins)
    }

    /// Also loads a relation of the related rows. See [`RelationDsl::with`].
    pub fn with<P>(self, plan: P) -> Planned<R, N, Set<E, P>, X, JoinedBeneath<J, P>>
    where
        P: Plan<Planned: FitsBeside<E>, Joins: Beneath<J>>,
        E: Slot<P::Relation, State: Vacant<P::Relation, P::Place>>,
    {
        self.beneath(plan)
    }

    pub(crate) fn beneath<P>(self, plan: P) -> Planned<R, N, Set<E, P>, X, JoinedBeneath<J, P>>
    where
        P: Plan<Joins: Beneath<J>>,
        E: Slot<P::Relation, State: Vacant<P::Relation, P::Place>>,
    {
        let (edges, joins) = set(self.edges, plan);
        Planned::new(self.filter_order, edges, joins.beneath(self.joins))
    }

    /// Also loads a relation of the related rows if the condition holds. See
    /// [`WithDsl::with_if`](crate::dsl::WithDsl::with_if).
    pub fn with_if<P>(self, condition: bool, plan: P) -> Planned<R, N, Set<E, Option<P>>, X, J>
    where
        P: Plan<Planned: FitsBeside<E>, Joins: OnItsOwn>,
        E: Slot<P::Relation, State: Vacant<P::Relation, P::Place>>,
    {
        self.with(condition.then_some(plan))
    }

    /// Loads the relation in the statement of the query itself. See [`RelationDsl::joined`].
    pub fn joined(self) -> Joined<R, N, E, X, J> {
        Joined::new(self.filter_order, self.edges, self.joins)
    }

    /// Does not compile. See [`RelationDsl::limit`].
    pub fn limit(self, rows: i64) -> Self
    where
        Self: Limit<R>,
    {
        let _ = rows;
        self
    }

    /// Also loads the relation of the related rows, at every depth. See [`RelationDsl::recursive`].
    pub fn recursive(self) -> Recursed<R, N, X>
    where
        Target<R>: LeadsBack<Source<R>>,
        E: Nested<R>,
        J: OnItsOwn,
        N: Clone,
    {
        Target::<R>::checked(Recursive::new(self.filter_order))
    }

    /// Loads the first rows of each parent. See [`RelationDsl::per_parent`].
    pub fn per_parent(self, rows: i64) -> PerParent<R, N, E>
    where
        N: InOrder<R>,
        J: OnItsOwn,
        R::Cardinality: HasFirst<R>,
    {
        PerParent::new(self.filter_order, self.edges, rows)
    }
}

// With relations of its own to load it would be a plan.
impl<R, N, X> RelatedRows for Planned<R, N, <Target<R> as Model>::Edges, X>
where
    R: Relation,
{
    type Relation = R;
    type TableRef = Unaliased;
    type Condition = N;

    fn condition(self) -> N {
        self.filter_order
    }
}
