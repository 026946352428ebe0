//! The slots of what is created, which is loaded afterwards: what each of them still takes.

use crate::clause::clauses::Clauses;
use crate::clause::filter_order::{Everything, FilterOrder};
use crate::graph::slot::NotLoaded;
use crate::model::relation::Relation;
use crate::plan::dsl::Nothing;
use crate::plan::planned::Planned;

/// Every related row: some of them are linked, and none is new.
#[derive(Debug, Clone, Copy)]
pub struct OnlyLinked;

/// Every related row: some of them are linked, and some new.
#[derive(Debug, Clone, Copy)]
pub struct LinkedAndNew;

macro_rules! every_row {
    ($($rows:ty),+) => {
        $(
            impl<DB> FilterOrder<'_, DB> for $rows {
                const IS_NOOP: bool = true;
                const FILTERS: bool = false;

                fn filter_order(self, _: &mut Clauses<'_, DB>) {}
            }
        )+
    };
}

every_row!(OnlyLinked, LinkedAndNew);

/// A slot of the relation `R` that has no new rows yet.
#[diagnostic::on_unimplemented(
    message = "new rows of `{R}` are given twice",
    label = "combine both into one `.with(…)`"
)]
pub trait TakesRows<R> {
    /// `T`. If it has new rows, this resolves to nothing, so that rustc reports no further errors.
    type Then<T>;
    /// `T`.
    fn then<T>(value: T) -> Self::Then<T>;
    /// The slot with new rows, which are created with what `E` loads.
    type WithRows<E>;
    /// The slot with new rows.
    fn with_rows<E>(edges: E) -> Self::WithRows<E>;
}

#[diagnostic::do_not_recommend]
impl<R: Relation> TakesRows<R> for NotLoaded<R> {
    type Then<T> = T;
    type WithRows<E> = Planned<R, Everything, E>;

    fn then<T>(value: T) -> T {
        value
    }

    fn with_rows<E>(edges: E) -> Self::WithRows<E> {
        Planned::new(Everything, edges, Default::default())
    }
}

#[diagnostic::do_not_recommend]
impl<R, E> TakesRows<R> for Planned<R, OnlyLinked, E> {
    type Then<T> = T;
    type WithRows<F> = Planned<R, LinkedAndNew, F>;

    fn then<T>(value: T) -> T {
        value
    }

    fn with_rows<F>(edges: F) -> Self::WithRows<F> {
        Planned::new(LinkedAndNew, edges, Default::default())
    }
}

/// A slot of the relation `R` that has no links yet.
#[diagnostic::on_unimplemented(
    message = "rows of `{R}` are linked twice",
    label = "combine both into one `.link(…)`"
)]
pub trait TakesLinks<R> {
    /// `T`. If it has links, this resolves to nothing, so that rustc reports no further errors.
    type Then<T>;
    /// `T`.
    fn then<T>(value: T) -> Self::Then<T>;
    /// The slot with links.
    type WithLinks;
    /// The slot with links.
    fn with_links(self) -> Self::WithLinks;
}

#[diagnostic::do_not_recommend]
impl<R: Relation> TakesLinks<R> for NotLoaded<R> {
    type Then<T> = T;
    type WithLinks = Planned<R, OnlyLinked, Nothing<R>>;

    fn then<T>(value: T) -> T {
        value
    }

    fn with_links(self) -> Self::WithLinks {
        Planned::new(OnlyLinked, Default::default(), Default::default())
    }
}

#[diagnostic::do_not_recommend]
impl<R, E> TakesLinks<R> for Planned<R, Everything, E> {
    type Then<T> = T;
    type WithLinks = Planned<R, LinkedAndNew, E>;

    fn then<T>(value: T) -> T {
        value
    }

    fn with_links(self) -> Self::WithLinks {
        Planned::new(LinkedAndNew, self.edges, Default::default())
    }
}
