//! What loading a relation at every depth requires.

use crate::model::relation::{Model, Relation, Source, Target, Whole};
use crate::plan::dsl::Nothing;
use crate::plan::how::Recursive;
use crate::plan::planned::Planned;
use std::marker::PhantomData;

/// The model that a recursive relation leads to, which is the one it starts from.
#[diagnostic::on_unimplemented(
    message = "a relation from `{Model}` to `{Self}` cannot be recursive",
    label = "remove `.recursive()`: only a relation from a model to itself has depths"
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
    <Target<R> as LeadsBack<Source<R>>>::Checked<Planned<R, N, Nothing<R>, X, Recursive<R>>>;

/// What is nested inside a recursive relation: nothing, because its rows are those of the same
/// level.
#[diagnostic::on_unimplemented(
    message = "a recursive relation has no relations beneath it",
    label = "load them beside it: `.with(….recursive()).with(…)` loads both at every depth"
)]
pub trait Nested<R: Relation> {}

#[diagnostic::do_not_recommend]
impl<E, R: Relation<Target: Model<Edges = E>>> Nested<R> for E {}
