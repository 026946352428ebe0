//! The filter and order of a relation inside `.with(…)`.

use crate::clause::clauses::Clauses;
use crate::database::backend::Database;
use crate::model::relation::{Relation, Target};
use crate::route::target_from::Origin;
use diesel::expression::{AppearsOnTable, Expression, NonAggregate};
use diesel::query_builder::QueryFragment;
use diesel::sql_types::BoolOrNullableBool;

/// Every related row, in no particular order.
#[derive(Debug, Clone, Copy)]
pub struct Everything;

/// `… AND predicate`
#[derive(Debug, Clone, Copy)]
pub struct Filtered<N, P>(pub(crate) N, pub(crate) P);

/// `… OR predicate`
#[derive(Debug, Clone, Copy)]
pub struct OrFiltered<N, P>(pub(crate) N, pub(crate) P);

/// `ORDER BY expression`
#[derive(Debug, Clone, Copy)]
pub struct Ordered<N, O>(pub(crate) N, pub(crate) O);

/// `ORDER BY …, expression`
#[derive(Debug, Clone, Copy)]
pub struct ThenOrdered<N, O>(pub(crate) N, pub(crate) O);

/// Adds the filter and order of a plan to the clauses of a statement.
///
/// A plan only has to prove that a database can write its expressions: this keeps compile time near
/// plain Diesel's. That their columns belong to the relation is proved where they are written.
#[diagnostic::on_unimplemented(
    message = "the filter or order inside a relation is not valid for its table and this database",
    label = "use what Diesel has for this database"
)]
pub trait FilterOrder<'q, DB> {
    /// Whether there is neither.
    const IS_NOOP: bool = false;
    /// Whether it leaves rows out.
    const FILTERS: bool;
    /// Adds to the clauses.
    fn filter_order(self, terms: &mut Clauses<'q, DB>);
}

impl<DB> FilterOrder<'_, DB> for Everything {
    const IS_NOOP: bool = true;
    const FILTERS: bool = false;

    fn filter_order(self, _: &mut Clauses<'_, DB>) {}
}

#[diagnostic::do_not_recommend]
impl<'q, DB, N, P> FilterOrder<'q, DB> for Filtered<N, P>
where
    DB: Database,
    N: FilterOrder<'q, DB>,
    P: Expression<SqlType: BoolOrNullableBool> + NonAggregate + QueryFragment<DB> + Send + 'q,
{
    const FILTERS: bool = true;

    fn filter_order(self, terms: &mut Clauses<'q, DB>) {
        self.0.filter_order(terms);
        terms.and(self.1);
    }
}

#[diagnostic::do_not_recommend]
impl<'q, DB, N, P> FilterOrder<'q, DB> for OrFiltered<N, P>
where
    DB: Database,
    N: FilterOrder<'q, DB>,
    P: Expression<SqlType: BoolOrNullableBool> + NonAggregate + QueryFragment<DB> + Send + 'q,
{
    const FILTERS: bool = true;

    fn filter_order(self, terms: &mut Clauses<'q, DB>) {
        self.0.filter_order(terms);
        terms.or(self.1);
    }
}

#[diagnostic::do_not_recommend]
impl<'q, DB, N, O> FilterOrder<'q, DB> for Ordered<N, O>
where
    DB: Database,
    N: FilterOrder<'q, DB>,
    O: Expression + QueryFragment<DB> + Send + 'q,
{
    const FILTERS: bool = N::FILTERS;

    fn filter_order(self, terms: &mut Clauses<'q, DB>) {
        self.0.filter_order(terms);
        terms.order_by(self.1);
    }
}

#[diagnostic::do_not_recommend]
impl<'q, DB, N, O> FilterOrder<'q, DB> for ThenOrdered<N, O>
where
    DB: Database,
    N: FilterOrder<'q, DB>,
    O: Expression + QueryFragment<DB> + Send + 'q,
{
    const FILTERS: bool = N::FILTERS;

    fn filter_order(self, terms: &mut Clauses<'q, DB>) {
        self.0.filter_order(terms);
        terms.then_order_by(self.1);
    }
}

/// An expression on the table that the relation `R` leads to; `Where` is inferred.
#[diagnostic::on_unimplemented(
    message = "this expression is not valid for the rows of `{R}`",
    label = "has a column of another table, or `allow_tables_to_appear_in_same_query!` lacks one of the relation's",
    note = "inside a relation, filter and order by columns of its own rows; \
            filter the rows of the query itself before its first `.with(…)`"
)]
pub trait Of<R, Where> {
    /// The expression itself. If it is rejected, this resolves to nothing, so that rustc reports no
    /// further errors.
    type Checked;
    /// The expression itself.
    fn checked(self) -> Self::Checked;
}

#[diagnostic::do_not_recommend]
impl<R, P> Of<R, Inside> for P
where
    R: Relation<Keys: Origin<Target<R>>>,
    P: AppearsOnTable<<R::Keys as Origin<Target<R>>>::From>,
{
    type Checked = P;

    fn checked(self) -> P {
        self
    }
}

/// The candidate of [`Of`] for the columns of a relation's own table.
#[derive(Debug)]
pub enum Inside {}

/// The candidate that no type uses. With a single candidate rustc would continue as if the bound
/// were satisfied, and report the same mistake again where the plan is loaded.
#[derive(Debug)]
pub enum Outside {}

/// Implemented for nothing.
pub trait Refused {}

#[diagnostic::do_not_recommend]
impl<R: Relation, P: Refused> Of<R, Outside> for P {
    type Checked = P;

    fn checked(self) -> P {
        self
    }
}

/// Rejects `limit` inside a relation; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "no `limit` inside `{R}`: it would count the rows of all parents together",
    label = "call `.per_parent(n)`, after an order, for the first rows of each parent",
    note = "to load fewer parents, limit the query before its first `.with(…)`"
)]
pub trait Limit<R> {}
