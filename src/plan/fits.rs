//! Whether a plan fits: into the slots of a level, and into the statement around it.

use crate::aggregate::Yields;
use crate::graph::aggregated::Values;
use crate::graph::slot::{Loaded, NotLoaded, Slot};
use crate::graph::vacant::Vacant;
use crate::model::relation::{Relation, Source};
use crate::plan::dsl::Plan;
use crate::plan::how::{Grouped, PerParent, Recursive};
use crate::plan::joined::{And, JoinedRelation, JoinedSlot, NotJoined};
use crate::plan::loadable::LoadedFrom;
use crate::plan::planned::Planned;

/// A plan that can be added to the slots `E`, in or beside the statement `Around`: the bound of
/// every `.with(…)`.
///
/// Implemented for each [`Plan`] whose relation starts from the model of these slots and is not
/// loaded yet.
pub trait FitsIn<E, Around = Alone>: Plan {
    /// The slots with the plan in its own.
    type Edges;
    /// The statement, with what the plan [joins](crate::dsl::RelationDsl::joined) to it.
    type Joined;
    /// Adds it.
    fn fit(self, edges: E, around: Around) -> (Self::Edges, Self::Joined);
}

impl<P, E, Around> FitsIn<E, Around> for P
where
    P: Plan<Planned: FitsBeside<E>, Joins: JoinsTo<Around>>,
    P::Relation: LoadedFrom<Source<P::Relation>>,
    E: Slot<P::Relation, State: Vacant<P::Relation, P::Place>>,
{
    type Edges = <P::Relation as LoadedFrom<Source<P::Relation>>>::Checked<
        E::Set<<E::State as Vacant<P::Relation, P::Place>>::With<P::Planned>>,
    >;
    type Joined = <P::Joins as JoinsTo<Around>>::Joined;

    fn fit(self, edges: E, around: Around) -> (Self::Edges, Self::Joined) {
        let (planned, joins) = self.planned();
        let edges = edges.change(|state| state.put(planned));
        (P::Relation::checked(edges), joins.join_to(around))
    }
}

/// The slots `E` with the plan `P` in its own.
pub(crate) type Fitted<E, P, Around = Alone> = <P as FitsIn<E, Around>>::Edges;

/// The statement `Around` with what the plan `P` joins to it.
pub(crate) type JoinedTo<E, P, Around> = <P as FitsIn<E, Around>>::Joined;

/// No statement: that of rows in hand was sent before, and a relation that is loaded on a condition
/// has its own.
#[derive(Debug, Clone, Copy)]
pub struct Alone;

/// What a plan joins, to be joined to the statement `Around`.
#[diagnostic::on_unimplemented(
    message = "`.joined()` joins a relation to the statement around it, and here is none that it could join",
    label = "remove `.joined()`; or, if it is inside this relation, call it on this one too",
    note = "rows in hand are not queried again; a relation that is loaded on a condition, or is not \
            joined itself, has statements of its own",
    note = "without `.joined()`, a relation takes one more statement"
)]
pub trait JoinsTo<Around> {
    /// Both.
    type Joined;
    /// Joins it.
    fn join_to(self, around: Around) -> Self::Joined;
}

#[diagnostic::do_not_recommend]
impl<Around> JoinsTo<Around> for NotJoined {
    type Joined = Around;

    fn join_to(self, around: Around) -> Around {
        around
    }
}

#[diagnostic::do_not_recommend]
impl<R, N, J, Others> JoinsTo<Grouped<Others>> for JoinedRelation<R, N, J> {
    type Joined = Grouped<And<Others, Self>>;

    fn join_to(self, around: Grouped<Others>) -> Self::Joined {
        Grouped { joins: And(around.joins, self) }
    }
}

/// The state of a slot, beside those of the edges `E`.
#[diagnostic::on_unimplemented(
    message = "a recursive relation adds rows, which another relation of this level would lack",
    label = "load the two with two queries: the other one is recursive too, joined, or already loaded",
    note = "for rows in hand, load the recursive one first: the others are then loaded at every depth"
)]
pub trait FitsBeside<E> {}

#[diagnostic::do_not_recommend]
impl<R, N, E, X, J, Others> FitsBeside<Others> for Planned<R, N, E, X, Grouped<J>> {}
#[diagnostic::do_not_recommend]
impl<R, N, E, X, Others> FitsBeside<Others> for Planned<R, N, E, X, PerParent> {}
#[diagnostic::do_not_recommend]
impl<R, N, E, X, Others> FitsBeside<Others> for Planned<R, N, E, X, Recursive<R>>
where
    R: Relation,
    Others: Allow<More>,
{
}
#[diagnostic::do_not_recommend]
impl<R: Relation, E, X, Others: Allow<NoMore>> FitsBeside<Others> for JoinedSlot<R, E, X> {}

/// Slots beside which there can be one that adds rows to their level (`More`), or one that has links
/// for the rows of the query alone (`NoMore`).
pub trait Allow<Rows> {}

/// Of a recursive relation.
#[derive(Debug)]
pub enum More {}

/// Of a joined relation, and of rows that are borrowed.
#[derive(Debug)]
pub enum NoMore {}

#[diagnostic::do_not_recommend]
impl<R, Rows> Allow<Rows> for NotLoaded<R> {}
#[diagnostic::do_not_recommend]
impl<R, N, E, X, J, Rows> Allow<Rows> for Planned<R, N, E, X, Grouped<J>> {}
#[diagnostic::do_not_recommend]
impl<R, N, E, X, Rows> Allow<Rows> for Planned<R, N, E, X, PerParent> {}
#[diagnostic::do_not_recommend]
impl<R: Relation, E, X> Allow<NoMore> for JoinedSlot<R, E, X> {}
#[diagnostic::do_not_recommend]
impl<R: Relation, E, X> Allow<NoMore> for Loaded<R, E, X> {}
#[diagnostic::do_not_recommend]
impl<R, F: Yields<R, C>, C, X> Allow<NoMore> for Values<R, F, C, X> {}

/// A plan that can be nested inside the relation `R`, which is loaded in the way `How`, beside the
/// nested relations `E`.
#[diagnostic::on_unimplemented(
    message = "no relation can be nested inside `{R}` after `.recursive()` or `.joined()`",
    label = "move this relation",
    note = "beside a recursive relation, others are loaded at every depth: \
            `.with(Category::children.recursive()).with(Category::products)`",
    note = "inside a joined one: `.with(Post::author.with(User::profile).joined())`"
)]
pub trait NestsIn<How, R, E> {
    /// The nested relations with the plan.
    type Edges;
    /// The way of loading, with what the plan joins.
    type How;
    /// Adds it.
    fn nest(self, edges: E, how: How) -> (Self::Edges, Self::How);
}

impl<R, E, J, P: FitsIn<E, Grouped<J>>> NestsIn<Grouped<J>, R, E> for P {
    type Edges = P::Edges;
    type How = P::Joined;

    fn nest(self, edges: E, how: Grouped<J>) -> (P::Edges, P::Joined) {
        self.fit(edges, how)
    }
}

impl<R, E, P: FitsIn<E>> NestsIn<PerParent, R, E> for P {
    type Edges = P::Edges;
    type How = PerParent;

    fn nest(self, edges: E, how: PerParent) -> (P::Edges, PerParent) {
        (self.fit(edges, Alone).0, how)
    }
}

/// A relation of which it is still open how it is loaded.
#[diagnostic::on_unimplemented(
    message = "how `{R}` is loaded is chosen once, and after its filter and order",
    label = "call this before `.per_parent(…)`, `.recursive()` or `.joined()`",
    note = "the three exclude each other: the first rows of each parent, every depth, or the rows that \
            the statement of the query joins"
)]
pub trait Undecided<R> {
    /// `T`. If it is decided, this resolves to nothing, so that rustc reports no further errors.
    type Then<T>;
    /// The nested relations that are joined.
    type Joins;
    /// The nested relations that are joined.
    fn joins(self) -> Self::Joins;
}

#[diagnostic::do_not_recommend]
impl<R, J> Undecided<R> for Grouped<J> {
    type Then<T> = T;
    type Joins = J;

    fn joins(self) -> J {
        self.joins
    }
}
