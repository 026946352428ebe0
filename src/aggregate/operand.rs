use crate::relation::{Relation, TableOf};
use diesel::expression::{AppearsOnTable, Expression};

/// An expression of the rows that the relation `R` leads to; `Where` is inferred.
///
/// Of those alone: a row that an association table has twice counts once.
#[diagnostic::on_unimplemented(
    message = "this expression is not one of the table that `{R}` leads to",
    label = "has a column of another table",
    note = "an aggregate is of a column of the related rows; \
            for one of an association table, declare a relation to that table's own model"
)]
pub trait OfTarget<R, Where> {
    /// The expression itself. Where it is refused there is none, so that rustc says no more.
    type Checked: Expression;
    /// The expression itself.
    fn checked(self) -> Self::Checked;
}

#[diagnostic::do_not_recommend]
impl<R: Relation, C: AppearsOnTable<TableOf<R>>> OfTarget<R, Inside> for C {
    type Checked = C;

    fn checked(self) -> C {
        self
    }
}

/// The answer of [`OfTarget`] for columns of the target.
#[derive(Debug)]
pub enum Inside {}

/// The answer that nothing gives, without which rustc would go on as if the other were given.
#[derive(Debug)]
pub enum Outside {}

/// Implemented for nothing.
pub trait Refused: Expression {}

#[diagnostic::do_not_recommend]
impl<R: Relation, C: Refused> OfTarget<R, Outside> for C {
    type Checked = C;

    fn checked(self) -> C {
        self
    }
}
