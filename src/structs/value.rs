//! Fields for aggregates.

use crate::aggregate::yields::Yields;
use crate::graph::aggregated::{Holds, IsValue, Keeps, MayBeValue, Values};
use crate::graph::slot::Slot;
use crate::model::level::Level;
use crate::model::relation::{Extent, Part, Relation, Whole};
use crate::structs::origin::Origin;
use crate::structs::rows::RowList;

/// What a slot has of an aggregate: that of all related rows, [`Whole`], or of a [`Part`].
#[diagnostic::on_unimplemented(
    message = "`{F}` of relation `{R}` is loaded, but in part or on a condition",
    label = "write `some` or `may` before it in `#[from_graph(…)]`, or load it with `.with(…)` and without a filter"
)]
pub trait EnoughValues<X, R, F: Yields<R, C>, C>: IsValue<R, F, C> {}

#[diagnostic::do_not_recommend]
impl<R, F: Yields<R, C>, C> EnoughValues<Whole, R, F, C> for Values<R, F, C, Whole> {}

#[diagnostic::do_not_recommend]
impl<R, F: Yields<R, C>, C, X: Extent> EnoughValues<Part, R, F, C> for Values<R, F, C, X> {}

// For the message alone: asked whether nothing is enough, rustc answers that nothing is loaded.
impl<X, R, F: Yields<R, C>, C> EnoughValues<X, R, F, C> for () where Self: IsValue<R, F, C> {}

/// Edges with which a field is filled from the function `F` of the column `C` over the rows of `R`.
pub trait FillsValue<R: Relation, F: Yields<R, C>, C, X>: Sized {
    /// The value for each row that is listed.
    fn fill(
        level: &mut Origin<'_, Level<'_, R::Source, Self>>,
        rows: &RowList<'_>,
    ) -> Vec<F::Value>;
}

impl<E, R: Relation, F: Yields<R, C>, C, X> FillsValue<R, F, C, X> for E
where
    E: Slot<R, State: Keeps<F, Kept: EnoughValues<X, R, F, C>>>,
{
    fn fill(level: &mut Origin<'_, Level<'_, R::Source, E>>, rows: &RowList<'_>) -> Vec<F::Value> {
        let values = level.get().edges.slot().kept();
        rows.indexes().map(|row| values.read(row)).collect()
    }
}

/// The same for an aggregate that was loaded on a condition.
pub trait FillsValueIf<R: Relation, F: Yields<R, C>, C, X>: Sized {
    /// The value for each row that is listed, if it was loaded.
    fn fill(
        level: &mut Origin<'_, Level<'_, R::Source, Self>>,
        rows: &RowList<'_>,
    ) -> Vec<Option<F::Value>>;
}

impl<E, R: Relation, F: Yields<R, C>, C, X, V> FillsValueIf<R, F, C, X> for E
where
    E: Slot<R, State: Keeps<F, Kept: MayBeValue<Values = V>>>,
    V: EnoughValues<X, R, F, C>,
{
    fn fill(
        level: &mut Origin<'_, Level<'_, R::Source, E>>,
        rows: &RowList<'_>,
    ) -> Vec<Option<F::Value>> {
        let values = level.get().edges.slot().kept().values();
        rows.indexes().map(|row| Some(values?.read(row))).collect()
    }
}
