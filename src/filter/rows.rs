use crate::clause::filter_order::Everything;
use crate::model::relation::Relation;
use crate::model::table_ref::Unaliased;

/// Related rows that a condition or an aggregate is about: those of a relation, or the ones that
/// filters leave of them.
///
/// Implemented for every [`Relation`], and for what [`filter`](crate::dsl::RelationDsl::filter) makes of
/// one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "expected a relation, such as `User::posts`"
)]
pub trait RelatedRows: Sized {
    /// The relation.
    type Relation: Relation;
    /// Where its source is in the query.
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
