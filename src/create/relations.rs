//! The relations that new rows can be created by, and which of two rows gets the key of the other.

use crate::create::nested::Nested;
use crate::model::relation::{Relation, Source, Target, ToMany, ToOne};
use crate::write::assign::{self, ParentRelation};
use crate::write::children::{self, ChildRelation};
use crate::write::many_to_many::LinkRelation;

/// To rows that have the key of the source: a has_many or a has_one.
#[derive(Debug)]
pub enum Down {}

/// To rows that an association table connects with the source: a many_to_many.
#[derive(Debug)]
pub enum Across {}

/// To the row whose key the source has: a belongs_to.
#[derive(Debug)]
pub enum Up {}

/// A relation by which new rows are created with a new row of its source, `How` being [`Down`],
/// [`Across`] or [`Up`].
#[diagnostic::on_unimplemented(
    message = "new rows cannot be created by `{Self}`",
    label = "expected a relation without a `filter` and without a path, whose key is NOT NULL",
    note = "create those rows separately, with Diesel's `insert_into`"
)]
pub trait Nests<How>: Relation {
    /// How many rows it takes: what a relation of this cardinality leads to.
    type Takes;
    /// The new rows of the target whose keys those of the source get.
    type Parents: Default;
    /// A new row of the source, with the key of the other one if it has that.
    type Own<X>;
    /// Gives new rows of the source these keys.
    fn keyed<X>(parents: Self::Parents, rows: Vec<X>) -> Vec<Self::Own<X>>;
    /// A new row of the target, with the key of the other one if it has that.
    type Related<X>;
    /// Whether something of the source's row has to be known.
    const READS: bool;
}

#[diagnostic::do_not_recommend]
impl<R: ChildRelation<Source<R>>> Nests<Down> for R {
    type Takes = R::Cardinality;
    type Parents = ();
    type Own<X> = X;
    type Related<X> = (children::Filled<R, Source<R>>, X);
    const READS: bool = true;

    fn keyed<X>(_: (), rows: Vec<X>) -> Vec<X> {
        rows
    }
}

#[diagnostic::do_not_recommend]
impl<R: LinkRelation<Source<R>>> Nests<Across> for R {
    type Takes = ToMany;
    type Parents = ();
    type Own<X> = X;
    type Related<X> = X;
    const READS: bool = true;

    fn keyed<X>(_: (), rows: Vec<X>) -> Vec<X> {
        rows
    }
}

#[diagnostic::do_not_recommend]
impl<R: ParentRelation<Source<R>>> Nests<Up> for R {
    type Takes = ToOne;
    type Parents = Vec<Target<R>>;
    type Own<X> = (assign::Filled<R, Source<R>>, X);
    type Related<X> = X;
    const READS: bool = false;

    fn keyed<X>(parents: Vec<Target<R>>, rows: Vec<X>) -> Vec<Self::Own<X>> {
        parents.iter().map(R::filled).zip(rows).collect()
    }
}

/// A new row of the target of `R`, with all keys that are filled in.
pub(crate) type RelatedRow<R, N, L, How> =
    <R as Nests<How>>::Related<<L as Nested<Target<R>>>::Row<N>>;
