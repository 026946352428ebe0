//! What a slot can still hold: the relation's rows once, and each aggregate of them once.

use crate::graph::slot::{Loaded, NotLoaded};
use crate::graph::tree::Tree;
use crate::model::relation::Relation;

/// The place of a relation's rows in its slot; the place of an aggregate is named after its
/// function.
#[derive(Debug)]
pub enum AsRows {}

/// A slot of the relation `R` whose `Place` is empty.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is already loaded",
    label = "combine both into one `.with(…)`, or declare a second relation over the same key",
    note = "a relation is loaded once, and so is each of its aggregates"
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

/// A slot without an aggregate in it.
pub trait WithoutAggregates {}

impl<R> WithoutAggregates for NotLoaded<R> {}
impl<R: Relation, E, X> WithoutAggregates for Loaded<R, E, X> {}
impl<R: Relation, X> WithoutAggregates for Tree<R, X> {}
impl<S: WithoutAggregates> WithoutAggregates for Option<S> {}
