//! What a slot can still take: the relation's rows once, and each aggregate of them once.

use super::joined::Awaited;
use super::per_parent::PerParent;
use super::plan::Plan;
use super::planned::Planned;
use super::tree::Recursive;
use crate::graph::{Loaded, NotLoaded, Slot, Tree};
use crate::relation::Relation;

/// The place of a relation's rows in its slot; that of an aggregate is called as its function is.
#[derive(Debug)]
pub enum AsRows {}

/// A slot of the relation `R` whose `Place` is empty.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is already loaded",
    label = "loaded a second time",
    note = "a relation is loaded once, and each aggregate of it: combine both into one `.with(…)`, \
            or declare a second relation over the same key"
)]
pub trait Vacant<R, Place> {
    /// The slot with the state `S` in that place.
    type With<S>;
    /// Puts it there.
    fn put<S>(self, state: S) -> Self::With<S>;
}

#[diagnostic::do_not_recommend]
impl<R> Vacant<R, AsRows> for NotLoaded<R> {
    type With<S> = S;

    fn put<S>(self, state: S) -> S {
        state
    }
}

/// The edges of `E` once the plan `P` is in its slot.
pub type Set<E, P> = <E as Slot<<P as Plan>::Relation>>::Set<
    <<E as Slot<<P as Plan>::Relation>>::State as Vacant<
        <P as Plan>::Relation,
        <P as Plan>::Place,
    >>::With<<P as Plan>::Planned>,
>;

/// Puts a plan into its slot; beside that, what it joins.
pub(super) fn set<E, P>(edges: E, plan: P) -> (Set<E, P>, P::Joins)
where
    P: Plan,
    E: Slot<P::Relation, State: Vacant<P::Relation, P::Place>>,
{
    let (planned, joins) = plan.planned();
    (edges.change(|state| state.put(planned)), joins)
}

/// A slot without an aggregate in it.
pub trait WithoutAggregates {}

impl<R> WithoutAggregates for NotLoaded<R> {}
impl<R, N, E, X> WithoutAggregates for Planned<R, N, E, X> {}
impl<R, N, E> WithoutAggregates for PerParent<R, N, E> {}
impl<R: Relation, E, X> WithoutAggregates for Awaited<R, E, X> {}
impl<R: Relation, N, X> WithoutAggregates for Recursive<R, N, X> {}
impl<R: Relation, E, X> WithoutAggregates for Loaded<R, E, X> {}
impl<R: Relation, X> WithoutAggregates for Tree<R, X> {}
impl<S: WithoutAggregates> WithoutAggregates for Option<S> {}
