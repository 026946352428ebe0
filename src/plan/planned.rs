//! A relation with its filter, order and nested relations, until it is loaded.

use crate::clause::filter_order::{
    Everything, Filtered, Limit, Of, OrFiltered, Ordered, ThenOrdered,
};
use crate::filter::rows::RelatedRows;
use crate::graph::vacant::{AsRows, WithoutAggregates};
use crate::model::from::InOneTable;
use crate::model::relation::{Model, Part, Relation, Source, Target, Whole};
use crate::model::table_ref::Unaliased;
#[cfg(doc)]
use crate::plan::dsl::RelationDsl;
use crate::plan::dsl::{Nothing, Plan};
use crate::plan::fits::{Alone, JoinsTo, NestsIn, Undecided};
use crate::plan::how::{Grouped, Joined, PerParent, Recursive};
use crate::plan::joined::{JoinedRelation, JoinedSlot, NotJoined};
use crate::plan::per_parent::{HasFirst, InOrder};
use crate::plan::recursive::{LeadsBack, Nested, Recursed};
use crate::sql::top_n::TopN;
use std::marker::PhantomData;

/// The slot of a relation that will be loaded.
///
/// Made from a relation by [`filter`](RelationDsl::filter), [`order_by`](RelationDsl::order_by) or
/// [`with`](RelationDsl::with), and passed to a query's [`with`](crate::dsl::WithDsl::with). `N` is
/// the filter and order, `E` the nested relations, `X` whether the whole relation is loaded, and
/// `How` its rows are loaded: [`Grouped`], [`PerParent`], [`Recursive`] or [`Joined`]. It has the
/// methods of [`RelationDsl`], for chaining, and a few that only make sense after them:
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
pub struct Planned<R, N, E, X = Whole, How = Grouped> {
    pub(crate) filter_order: N,
    pub(crate) edges: E,
    pub(crate) how: How,
    relation: PhantomData<fn() -> (R, X)>,
}

impl<R, N, E, X, How> Planned<R, N, E, X, How> {
    pub(crate) fn new(filter_order: N, edges: E, how: How) -> Self {
        Planned { filter_order, edges, how, relation: PhantomData }
    }
}

impl<R: Relation> Planned<R, Everything, Nothing<R>> {
    /// The relation without filter, order or nested relations.
    pub(crate) fn all() -> Self {
        Planned::new(Everything, Default::default(), Grouped::default())
    }
}

/// The relation `R` in the statement of the query. If its rows cannot be joined, this resolves to nothing,
/// so that rustc reports no further errors.
pub(crate) type InOneStatement<R, N, E, X = Whole, J = NotJoined> =
    <Target<R> as InOneTable>::Checked<Planned<R, N, E, X, Joined<J>>>;

/// The plan with `P` nested inside it.
pub(crate) type PlannedWith<R, N, E, X, How, P> =
    Planned<R, N, <P as NestsIn<How, R, E>>::Edges, X, <P as NestsIn<How, R, E>>::How>;

impl<R, N, E, X, How> WithoutAggregates for Planned<R, N, E, X, How> {}

#[diagnostic::do_not_recommend]
impl<R: Relation, N, E, X, J> Plan for Planned<R, N, E, X, Grouped<J>> {
    type Relation = R::Declared;
    type Place = AsRows;
    type Planned = Planned<R, N, E, X>;
    type Joins = J;

    fn planned(self) -> (Self::Planned, J) {
        (Planned::new(self.filter_order, self.edges, Grouped::default()), self.how.joins)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, N, E, X> Plan for Planned<R, N, E, X, PerParent> {
    type Relation = R::Declared;
    type Place = AsRows;
    type Planned = Self;
    type Joins = NotJoined;

    fn planned(self) -> (Self, NotJoined) {
        (self, NotJoined)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, N, E, X> Plan for Planned<R, N, E, X, Recursive<R>> {
    type Relation = R::Declared;
    type Place = AsRows;
    type Planned = Self;
    type Joins = NotJoined;

    fn planned(self) -> (Self, NotJoined) {
        (self, NotJoined)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, N, E, X, J> Plan for Planned<R, N, E, X, Joined<J>> {
    type Relation = R::Declared;
    type Place = AsRows;
    type Planned = JoinedSlot<R, E, X>;
    type Joins = JoinedRelation<R, N, J>;

    fn planned(self) -> (Self::Planned, Self::Joins) {
        let joins = JoinedRelation::new(self.filter_order, self.how.joins);
        (JoinedSlot::new(self.edges), joins)
    }
}

impl<R: Relation, N, E, X, How> Planned<R, N, E, X, How> {
    /// Combines `predicate` with the previous filters by `AND`. See [`RelationDsl::filter`].
    pub fn filter<P, W>(self, predicate: P) -> Planned<R, Filtered<N, P::Checked>, E, Part, How>
    where
        How: Undecided<R>,
        P: Of<R, W>,
    {
        Planned::new(Filtered(self.filter_order, predicate.checked()), self.edges, self.how)
    }

    /// Adds an alternative to the previous filters: `((…) OR predicate)`, for the same parents.
    pub fn or_filter<P, W>(
        self,
        predicate: P,
    ) -> Planned<R, OrFiltered<N, P::Checked>, E, Part, How>
    where
        How: Undecided<R>,
        P: Of<R, W>,
    {
        Planned::new(OrFiltered(self.filter_order, predicate.checked()), self.edges, self.how)
    }

    /// Orders the related rows; replaces an earlier order. See [`RelationDsl::order_by`].
    pub fn order_by<O, W>(self, order: O) -> Planned<R, Ordered<N, O::Checked>, E, X, How>
    where
        How: Undecided<R>,
        O: Of<R, W>,
    {
        Planned::new(Ordered(self.filter_order, order.checked()), self.edges, self.how)
    }

    /// Adds a further sort key for rows that are equal so far.
    pub fn then_order_by<O, W>(self, order: O) -> Planned<R, ThenOrdered<N, O::Checked>, E, X, How>
    where
        How: Undecided<R>,
        O: Of<R, W>,
    {
        Planned::new(ThenOrdered(self.filter_order, order.checked()), self.edges, self.how)
    }

    /// Also loads a relation of the related rows. See [`RelationDsl::with`].
    pub fn with<P>(self, plan: P) -> PlannedWith<R, N, E, X, How, P>
    where
        P: NestsIn<How, R, E>,
    {
        let (edges, how) = plan.nest(self.edges, self.how);
        Planned::new(self.filter_order, edges, how)
    }

    /// Also loads a relation of the related rows if the condition holds. See
    /// [`WithDsl::with_if`](crate::dsl::WithDsl::with_if).
    pub fn with_if<P>(self, condition: bool, plan: P) -> PlannedWith<R, N, E, X, How, Option<P>>
    where
        Option<P>: NestsIn<How, R, E>,
    {
        self.with(condition.then_some(plan))
    }

    /// Loads the relation in the statement of the query itself. See [`RelationDsl::joined`].
    pub fn joined(self) -> InOneStatement<R, N, E, X, How::Joins>
    where
        How: Undecided<R>,
        Target<R>: InOneTable,
    {
        let how = Joined { joins: self.how.joins() };
        <Target<R> as InOneTable>::checked(Planned::new(self.filter_order, self.edges, how))
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
        How: Undecided<R, Joins: JoinsTo<Alone>>,
        Target<R>: LeadsBack<Source<R>>,
        E: Nested<R>,
        N: Clone,
    {
        let how = Recursive { depth: None, links: Default::default(), ends: Vec::new() };
        Target::<R>::checked(Planned::new(self.filter_order, Default::default(), how))
    }

    /// Loads the first rows of each parent. See [`RelationDsl::per_parent`].
    pub fn per_parent(self, rows: i64) -> Planned<R, N, E, Part, PerParent>
    where
        How: Undecided<R, Joins: JoinsTo<Alone>>,
        How::Then<N>: InOrder<R>,
        R::Cardinality: HasFirst<R>,
    {
        let how = PerParent { slice: TopN { rows, offset: 0 } };
        Planned::new(self.filter_order, self.edges, how)
    }
}

impl<R, N, E> Planned<R, N, E, Part, PerParent> {
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
        self.how.slice.offset = rows;
        self
    }
}

impl<R: Relation, N, E, X> Planned<R, N, E, X, Recursive<R>> {
    /// Limits the number of levels: 1 is only the directly related rows. Sends one statement per
    /// level.
    pub fn depth(self, levels: usize) -> Planned<R, N, E, Part, Recursive<R>> {
        let how = Recursive { depth: Some(levels), ..self.how };
        Planned::new(self.filter_order, self.edges, how)
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
