use crate::end::{End, Itself};
use crate::from::SourceTable;
use crate::join::Between;
use crate::load::{Everything, Planned};
use crate::relation::{Model, Relation, Target};

/// Related rows that a condition or an aggregate is about: those of a relation, or the ones that
/// filters leave of them.
///
/// Implemented for every [`Relation`], and for what [`filter`](crate::RelationDsl::filter) makes of
/// one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "expected a relation, such as `User::posts`"
)]
pub trait RelatedRows: Sized {
    /// The relation.
    type Relation: Relation;
    /// Where its source is in the query.
    type End;
    /// The filters.
    type Condition;
    /// The filters.
    fn condition(self) -> Self::Condition;
}

#[diagnostic::do_not_recommend]
impl<R: Relation> RelatedRows for R {
    type Relation = R;
    type End = Itself;
    type Condition = Everything;

    fn condition(self) -> Everything {
        Everything
    }
}

// With relations of its own to load it would be a plan.
impl<R, N, X> RelatedRows for Planned<R, N, <Target<R> as Model>::Edges, X>
where
    R: Relation,
{
    type Relation = R;
    type End = Itself;
    type Condition = N;

    fn condition(self) -> N {
        self.narrow
    }
}

impl<R: Relation, From: End<SourceTable<R>>> RelatedRows for Between<R, From> {
    type Relation = R;
    type End = From;
    type Condition = Everything;

    fn condition(self) -> Everything {
        Everything
    }
}
