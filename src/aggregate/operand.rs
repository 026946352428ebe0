use crate::clause::filter_order::{Inside, Outside, Refused};
use crate::model::relation::{Relation, TableOf};
use diesel::expression::{AppearsOnTable, Expression};

/// An expression on the rows that the relation `R` leads to; `Where` is inferred.
///
/// On those alone: a row that is twice in an association table counts once.
#[diagnostic::on_unimplemented(
    message = "this expression is not valid for the rows of `{R}`",
    label = "an aggregate takes columns of the related rows alone",
    note = "for a column of an association table, declare a relation to a model of that table"
)]
pub trait OfTarget<R, Where> {
    /// The expression itself. If it is rejected, this resolves to nothing, so that rustc reports no
    /// further errors.
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

#[diagnostic::do_not_recommend]
impl<R: Relation, C: Refused + Expression> OfTarget<R, Outside> for C {
    type Checked = C;

    fn checked(self) -> C {
        self
    }
}
