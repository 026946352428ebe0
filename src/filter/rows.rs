use crate::clause::filter_order::Everything;
use crate::model::relation::Relation;
use crate::model::table_ref::Unaliased;

/// The related rows that a condition or an aggregate covers: those of a relation, or those of them
/// that satisfy filters.
///
/// Implemented for every [`Relation`], and for a relation with
/// [`filter`](crate::dsl::RelationDsl::filter).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "expected a relation, such as `User::posts`"
)]
pub trait RelatedRows: Sized {
    /// The relation.
    type Relation: Relation;
    /// The table or alias of its source in the query.
    type TableRef;
    /// The filters.
    type Condition;
    /// The filters.
    fn condition(self) -> Self::Condition;
}

#[diagnostic::do_not_recommend]
impl<R: Relation> RelatedRows for R {
    type Relation = R;
    type TableRef = Unaliased;
    type Condition = Everything;

    fn condition(self) -> Everything {
        Everything
    }
}
