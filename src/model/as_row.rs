//! What stands for a row of a model.

use crate::model::relation::Model;

/// A row of a model: the struct itself, a node of a graph, the single row that
/// [`first`](crate::Load::first) returns, or a reference to one of these.
pub trait AsRow {
    /// The model of the row.
    type Model: Model;
    /// The row.
    fn as_row(&self) -> &Self::Model;
}

impl<T: AsRow + ?Sized> AsRow for &T {
    type Model = T::Model;

    fn as_row(&self) -> &T::Model {
        (**self).as_row()
    }
}
