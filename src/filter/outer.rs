//! Predicates on related rows, which can be about the row that these belong to as well.

use crate::clause::filter_order::{Inside, Outside, Refused};
use crate::model::from::SourceTable;
use crate::model::relation::{KeysOf, Relation, Target};
use crate::model::table_ref::TableRef;
use crate::route::Covers;
use crate::route::target_from::Origin;
use crate::sql::correlated::Correlates;
use diesel::dsl::sql;
use diesel::expression::{AppearsOnTable, SqlLiteral};
use diesel::query_source::{AppearsInFromClause, MoreThanOnce, Never, Once, QuerySource};
use diesel::sql_types::Bool;
use std::marker::PhantomData;

/// A predicate on the rows that the relation `R` leads to from a row at `E`; `Where` is inferred.
#[diagnostic::on_unimplemented(
    message = "this expression is not valid for the rows of `{R}`",
    label = "has a column of another table, or `allow_tables_to_appear_in_same_query!` lacks one of the relation's",
    note = "a condition is about the related rows, and about the row that they belong to"
)]
pub trait PredicateOf<R, E, Where> {
    /// The predicate itself. If it is rejected, this resolves to nothing, so that rustc reports no
    /// further errors.
    type Checked;
    /// The predicate itself.
    fn checked(self) -> Self::Checked;
}

#[diagnostic::do_not_recommend]
impl<R, E, P> PredicateOf<R, E, Inside> for P
where
    R: Relation<Keys: Origin<Target<R>> + Correlates>,
    E: TableRef<SourceTable<R>>,
    P: AppearsOnTable<RowsOf<R, E>>,
{
    type Checked = P;

    fn checked(self) -> P {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<R, E, P: Refused> PredicateOf<R, E, Outside> for P {
    type Checked = P;

    fn checked(self) -> P {
        self
    }
}

type RowsOf<R, E> = Within<
    <KeysOf<R> as Origin<Target<R>>>::From,
    <KeysOf<R> as Correlates>::Route,
    <E as TableRef<SourceTable<R>>>::Source,
>;

/// The tables that a predicate can name: those of the related rows, `Rows`, and that of the outer
/// row, `Outer`, unless a table of the route `W` hides it.
#[derive(Debug)]
pub struct Within<Rows, W, Outer>(PhantomData<(Rows, W, Outer)>);

impl<Rows, W, Outer> Clone for Within<Rows, W, Outer> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Rows, W, Outer> Copy for Within<Rows, W, Outer> {}

impl<Rows, W, Outer, T> AppearsInFromClause<T> for Within<Rows, W, Outer>
where
    Rows: AppearsInFromClause<T, Count: ElseOuter<W, Outer, T>>,
{
    type Count = <Rows::Count as ElseOuter<W, Outer, T>>::Count;
}

/// How often the table `T` can be named, which occurs so often among the related rows: by their
/// columns, or else by those of the outer row.
pub trait ElseOuter<W, Outer, T> {
    /// How often.
    type Count;
}

impl<W, Outer, T> ElseOuter<W, Outer, T> for Once {
    type Count = Once;
}

impl<W, Outer, T> ElseOuter<W, Outer, T> for MoreThanOnce {
    type Count = MoreThanOnce;
}

impl<W: Covers<T, Count: Between<Outer, T>>, Outer, T> ElseOuter<W, Outer, T> for Never {
    type Count = <W::Count as Between<Outer, T>>::Count;
}

/// The same for a table that occurs so often between the related rows and the outer one, which it
/// hides.
pub trait Between<Outer, T> {
    /// How often.
    type Count;
}

impl<Outer: AppearsInFromClause<T>, T> Between<Outer, T> for Never {
    type Count = Outer::Count;
}

impl<Outer, T> Between<Outer, T> for Once {
    type Count = MoreThanOnce;
}

impl<Outer, T> Between<Outer, T> for MoreThanOnce {
    type Count = MoreThanOnce;
}

// Diesel proves a subquery on a join with what it is in; nothing is selected of that.
impl<Rows, W, Outer> QuerySource for Within<Rows, W, Outer> {
    type FromClause = ();
    type DefaultSelection = SqlLiteral<Bool>;

    fn from_clause(&self) {}

    fn default_selection(&self) -> SqlLiteral<Bool> {
        sql("")
    }
}
