//! Putting a plan into its slot.

use crate::graph::slot::Slot;
use crate::graph::vacant::{Vacant, WithoutAggregates};
use crate::model::relation::Relation;
use crate::plan::dsl::Plan;
use crate::plan::joined::JoinedSlot;
use crate::plan::per_parent::PerParent;
use crate::plan::planned::Planned;
use crate::plan::recursive::Recursive;

/// The edges `E` with the plan `P` in its slot.
pub type Set<E, P> = <E as Slot<<P as Plan>::Relation>>::Set<
    <<E as Slot<<P as Plan>::Relation>>::State as Vacant<
        <P as Plan>::Relation,
        <P as Plan>::Place,
    >>::With<<P as Plan>::Planned>,
>;

/// Puts a plan into its slot; also returns what it joins.
pub(crate) fn set<E, P>(edges: E, plan: P) -> (Set<E, P>, P::Joins)
where
    P: Plan,
    E: Slot<P::Relation, State: Vacant<P::Relation, P::Place>>,
{
    let (planned, joins) = plan.planned();
    (edges.change(|state| state.put(planned)), joins)
}

impl<R, N, E, X> WithoutAggregates for Planned<R, N, E, X> {}
impl<R, N, E> WithoutAggregates for PerParent<R, N, E> {}
impl<R: Relation, E, X> WithoutAggregates for JoinedSlot<R, E, X> {}
impl<R: Relation, N, X> WithoutAggregates for Recursive<R, N, X> {}
