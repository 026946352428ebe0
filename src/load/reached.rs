//! The `FROM` and the `SELECT` of a relation whose keys are in other tables.
//!
//! A source of our own, not Diesel's joins: those are proved at every use, this is known to be right.

use super::selection::{Readable, Selection};
use crate::key::{Association, BelongsTo, Columns, Path, Reversed, Unread, WriteColumns};
use crate::relation::{Model, PrimaryKey, Relation};
use crate::route::{Mentions, Names, Place, Route, Step, WriteRoute};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::dsl::AsSelect;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::internal::table_macro::{FromClause, SelectStatement};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{AppearsInFromClause, QuerySource};
use diesel::sql_types::Bool;

/// Where the rows that keys lead to are selected from: what a filter and an order can name.
pub trait Origin<M: Model> {
    /// The table, or the table with others.
    type From;
}

impl<M: Model, S, T> Origin<M> for Columns<S, T> {
    type From = M::Table;
}

impl<M: Model, B: BelongsTo> Origin<M> for Reversed<B> {
    type From = M::Table;
}

impl<M: Model, Through, S, Near, Far, T> Origin<M> for Association<Through, S, Near, Far, T>
where
    Self: Step,
{
    type From = Reached<M, <Self as Step>::Route>;
}

impl<M: Model, R: Relation, K> Origin<M> for Path<R, K>
where
    Self: Step,
{
    type From = Reached<M, <Self as Step>::Route>;
}

impl<M: Model, Table, Id, S, T> Origin<M> for Unread<Table, Id, S, T>
where
    Self: Step,
{
    type From = Reached<M, <Self as Step>::Route>;
}

// A declaration that was refused.
impl<M: Model> Origin<M> for () {
    type From = M::Table;
}

/// The table of `M`, joined with what leads back to a source.
#[derive(Debug, Clone, Copy)]
pub struct Reached<M: Model, R> {
    target: M::Table,
    route: R,
}

impl<M: Model, R: Route> Reached<M, R> {
    pub(crate) fn new() -> Self {
        Reached { target: M::Table::table(), route: R::new() }
    }

    /// A query of it.
    pub fn rows() -> SelectStatement<FromClause<Self>> {
        SelectStatement::simple(Self::new())
    }

    /// The table of `M`, and what leads back from it.
    pub(crate) fn parts(&self) -> (&M::Table, &R) {
        (&self.target, &self.route)
    }

    /// The columns that hold the source's key.
    pub(crate) fn near(&self) -> &R::Near {
        self.route.near()
    }

    /// The name of the table that holds the source's key, if it is not its own.
    pub fn near_table() -> Option<String> {
        Names::of::<M, R>().name(R::near_place(0, 1))
    }
}

impl<M: Model, R: Route> QuerySource for Reached<M, R> {
    type FromClause = Self;
    type DefaultSelection = Nothing;

    fn from_clause(&self) -> Self {
        Self::new()
    }

    fn default_selection(&self) -> Nothing {
        Nothing
    }
}

impl<M: Model, R, DB> QueryFragment<DB> for Reached<M, R>
where
    M::Table: QueryFragment<DB>,
    R: WriteRoute<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.target.walk_ast(out.reborrow())?;
        self.route.write_joins(Place::first(&Names::of::<M, R>()), out)
    }
}

impl<M, R, T> AppearsInFromClause<T> for Reached<M, R>
where
    M: Model,
    R: Mentions<M::Table, T>,
{
    type Count = R::Count;
}

/// What a source of ours selects unless told what to.
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

impl Expression for Nothing {
    type SqlType = Bool;
}

impl<QS> AppearsOnTable<QS> for Nothing {}

impl<QS> SelectableExpression<QS> for Nothing {}

impl ValidGrouping<()> for Nothing {
    type IsAggregate = is_aggregate::No;
}

/// The key of the source, the primary key of the target, and the target's columns.
///
/// A target is known by its own key: to a case-insensitive collation the association's reference to
/// it may differ from row to row.
#[allow(missing_debug_implementations)]
pub struct Beside<M: Readable<DB>, R, DB: Backend> {
    route: R,
    identity: PrimaryKey<M>,
    columns: Selection<M, DB>,
}

impl<M, R, DB> Default for Beside<M, R, DB>
where
    M: Readable<DB, PrimaryKey: Default>,
    R: Route,
    DB: Backend,
{
    fn default() -> Self {
        let (identity, columns) = Default::default();
        Beside { route: R::new(), identity, columns }
    }
}

impl<M: Readable<DB>, R, DB: Backend> Expression for Beside<M, R, DB> {
    type SqlType = AsSelect<M, DB>;
}

impl<M: Readable<DB>, R, DB: Backend> ValidGrouping<()> for Beside<M, R, DB> {
    type IsAggregate = is_aggregate::No;
}

impl<M: Readable<DB>, R, DB: Backend, QS> AppearsOnTable<QS> for Beside<M, R, DB> {}

impl<M: Readable<DB>, R, DB: Backend, QS> SelectableExpression<QS> for Beside<M, R, DB> {}

impl<M: Readable<DB>, R, DB: Backend> QueryId for Beside<M, R, DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<M, R, DB> QueryFragment<DB> for Beside<M, R, DB>
where
    M: Readable<DB, PrimaryKey: WriteColumns<DB>>,
    R: Route<Near: WriteColumns<DB>>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let near_table = Reached::<M, R>::near_table();
        self.route.near().write(near_table.as_deref(), out.reborrow())?;
        out.push_sql(", ");
        self.identity.write(None, out.reborrow())?;
        out.push_sql(", ");
        self.columns.walk_ast(out)
    }
}
