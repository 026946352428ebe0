//! The slots of what is created, which is loaded afterwards: what each of them still takes.

use crate::clause::clauses::Clauses;
use crate::clause::filter_order::{Everything, FilterOrder};
use crate::graph::slot::NotLoaded;
use crate::model::relation::Relation;
use crate::plan::dsl::Nothing;
use crate::plan::planned::Planned;

/// Every related row, none of which is new.
#[derive(Debug, Clone, Copy)]
pub struct OnlyLinked;

impl<DB> FilterOrder<'_, DB> for OnlyLinked {
    const IS_NOOP: bool = true;
    const FILTERS: bool = false;

    fn filter_order(self, _: &mut Clauses<'_, DB>) {}
}

/// The slot of a relation with rows that are there already.
pub(crate) type LinkedSlot<R> = Planned<R, OnlyLinked, Nothing<R>>;

/// The slot of a relation with new rows, which are created with what `E` loads.
pub(crate) type CreatedSlot<R, E> = Planned<R, Everything, E>;

/// A slot of the relation `R` that has no new rows yet.
#[diagnostic::on_unimplemented(
    message = "new rows of `{R}` are given twice",
    label = "combine both into one `.with(…)`"
)]
pub trait TakesRows<R> {}

impl<R> TakesRows<R> for NotLoaded<R> {}
impl<R> TakesRows<R> for Planned<R, OnlyLinked, Nothing<R>> where R: Relation {}

/// A slot of the relation `R` whose rows can be linked: any.
pub trait TakesLinks<R> {
    /// The slot with links.
    type Linked;
    /// The slot with links.
    fn linked(self) -> Self::Linked;
}

impl<R: Relation> TakesLinks<R> for NotLoaded<R> {
    type Linked = LinkedSlot<R>;

    fn linked(self) -> LinkedSlot<R> {
        Planned::new(OnlyLinked, Default::default(), Default::default())
    }
}

impl<R, N, E> TakesLinks<R> for Planned<R, N, E> {
    type Linked = Self;

    fn linked(self) -> Self {
        self
    }
}
