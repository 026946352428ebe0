//! Loading a relation from a model to itself at every depth.

use crate::graph::slot::NotLoaded;
use crate::graph::vacant::AsRows;
use crate::model::relation::{LinksOf, Model, Part, Relation, Source, Target, Whole};
use crate::plan::dsl::Plan;
use crate::plan::joined::JoinedSlot;
use crate::plan::joined::onto::NotJoined;
use crate::plan::planned::Planned;
use crate::plan::refused::{AtEveryDepth, LoadsBeneath, SaidLater};
use std::marker::PhantomData;

/// The slot of a relation that will be loaded at every depth.
///
/// Made by [`recursive`](crate::dsl::RelationDsl::recursive). `N` is the filter and order, `X` whether all
/// rows are loaded.
#[derive(Debug, Clone)]
#[must_use = "a plan does nothing until it is given to the `.with(…)` of a query"]
pub struct Recursive<R: Relation, N, X = Whole> {
    pub(crate) filter_order: N,
    pub(crate) depth: Option<usize>,
    /// The links, once the rows are loaded.
    pub(crate) links: LinksOf<R>,
    extent: PhantomData<fn() -> X>,
}

impl<R: Relation, N, X> Recursive<R, N, X> {
    pub(crate) fn new(filter_order: N) -> Self {
        Recursive { filter_order, depth: None, links: Default::default(), extent: PhantomData }
    }

    /// Limits the number of levels: 1 is only the directly related rows. Sends one statement per
    /// level.
    pub fn depth(self, levels: usize) -> Recursive<R, N, Part> {
        let mut recursive = Recursive::new(self.filter_order);
        recursive.depth = Some(levels);
        recursive
    }
}

/// Calls that come too late: rejected with our own message.
impl<R: Relation, N, X> Recursive<R, N, X> {
    /// Does not compile: load relations next to the recursive one; they are loaded at every depth.
    pub fn with<P>(self, _: P) -> Self
    where
        Self: LoadsBeneath<R>,
    {
        self
    }

    /// Does not compile: call `filter` before `.recursive()`.
    pub fn filter<P>(self, _: P) -> Self
    where
        Self: SaidLater<R>,
    {
        self
    }

    /// Does not compile: call `order_by` before `.recursive()`.
    pub fn order_by<O>(self, _: O) -> Self
    where
        Self: SaidLater<R>,
    {
        self
    }

    /// Does not compile: rows that are left out could have children that are not.
    pub fn per_parent(self, _: i64) -> Self
    where
        Self: AtEveryDepth<R>,
    {
        self
    }
}

impl<R: Relation, N, X> Plan for Recursive<R, N, X> {
    type Relation = R::Declared;
    type Place = AsRows;
    type Planned = Self;
    type Joins = NotJoined;

    fn planned(self) -> (Self, NotJoined) {
        (self, NotJoined)
    }
}

/// The state of a slot, beside those of the edges `E`.
#[diagnostic::on_unimplemented(
    message = "a recursive relation adds rows, which another relation of this level would lack",
    label = "the other one is recursive too, joined, or was loaded before",
    note = "load two recursive relations with two queries",
    note = "for rows in hand, load the recursive one first: the others are then loaded at every depth"
)]
pub trait FitsBeside<E> {}

#[diagnostic::do_not_recommend]
impl<R, N, E, X, J, Others> FitsBeside<Others> for Planned<R, N, E, X, J> {}
#[diagnostic::do_not_recommend]
impl<R: Relation, N, X, Others: Allow<More>> FitsBeside<Others> for Recursive<R, N, X> {}
#[diagnostic::do_not_recommend]
impl<R: Relation, E, X, Others: Allow<NoMore>> FitsBeside<Others> for JoinedSlot<R, E, X> {}

/// Slots beside which there can be one that adds rows to their level (`More`), or one that has links
/// for the rows of the query alone (`NoMore`).
pub trait Allow<Rows> {}

/// Of a recursive relation.
#[derive(Debug)]
pub enum More {}

/// Of a joined relation.
#[derive(Debug)]
pub enum NoMore {}

#[diagnostic::do_not_recommend]
impl<R, Rows> Allow<Rows> for NotLoaded<R> {}
#[diagnostic::do_not_recommend]
impl<R, N, E, X, Rows> Allow<Rows> for Planned<R, N, E, X> {}
#[diagnostic::do_not_recommend]
impl<R: Relation, E, X> Allow<NoMore> for JoinedSlot<R, E, X> {}

/// The model that a recursive relation leads to, which is the one it starts from.
#[diagnostic::on_unimplemented(
    message = "a relation from `{Model}` to `{Self}` cannot be recursive",
    label = "leads to another model"
)]
pub trait LeadsBack<Model> {
    /// The plan itself. If it is rejected, this resolves to nothing, so that rustc reports no
    /// further errors.
    type Checked<P>;
    /// The plan itself.
    fn checked<P>(plan: P) -> Self::Checked<P>;
}

#[diagnostic::do_not_recommend]
impl<M> LeadsBack<M> for M {
    type Checked<P> = P;

    fn checked<P>(plan: P) -> P {
        plan
    }
}

// With one answer alone, rustc would report a type mismatch.
#[diagnostic::do_not_recommend]
impl<M> LeadsBack<PhantomData<M>> for M {
    type Checked<P> = P;

    fn checked<P>(plan: P) -> P {
        plan
    }
}

/// The plan of the relation `R` at every depth.
pub(crate) type Recursed<R, N, X = Whole> =
    <Target<R> as LeadsBack<Source<R>>>::Checked<Recursive<R, N, X>>;

/// What is nested inside a recursive relation: nothing, because its rows are those of the same
/// level.
#[diagnostic::on_unimplemented(
    message = "a recursive relation has no relations beneath it",
    label = "relations were loaded inside of it",
    note = "say them beside it: `.with(Category::children.recursive()).with(Category::products)` \
            loads both at every depth"
)]
pub trait Nested<R: Relation> {}

#[diagnostic::do_not_recommend]
impl<E, R: Relation<Target: Model<Edges = E>>> Nested<R> for E {}
