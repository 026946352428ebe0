//! The `FROM` and the `SELECT` of a relation whose keys are in other tables.
//!
//! Our own source, not Diesel's joins: those are proved at every use, whereas this is known to be
//! valid.

use crate::model::key::{Association, BelongsTo, Columns, Path, Reversed, Unread};
use crate::model::relation::{Model, Relation};
use crate::route::{Mentions, Names, Place, Route, Step, WriteRoute};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::query_source::AppearsInFromClause;

/// The tables that a filter and an order of the rows can name.
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
    type From = TargetFrom<M, <Self as Step>::Route>;
}

impl<M: Model, R: Relation, K> Origin<M> for Path<R, K>
where
    Self: Step,
{
    type From = TargetFrom<M, <Self as Step>::Route>;
}

impl<M: Model, Table, Id, S, T> Origin<M> for Unread<Table, Id, S, T>
where
    Self: Step,
{
    type From = TargetFrom<M, <Self as Step>::Route>;
}

// A declaration that was rejected.
impl<M: Model> Origin<M> for () {
    type From = M::Table;
}

/// The table of `M`, joined with the route back to a source.
#[derive(Debug, Clone, Copy)]
pub struct TargetFrom<M: Model, R> {
    target: M::Table,
    route: R,
}

impl<M: Model, R: Route> TargetFrom<M, R> {
    pub(crate) fn new() -> Self {
        TargetFrom { target: M::Table::table(), route: R::new() }
    }

    /// The table of `M`, and the route back from it.
    pub(crate) fn parts(&self) -> (&M::Table, &R) {
        (&self.target, &self.route)
    }

    /// The columns that hold the source's key.
    pub(crate) fn near(&self) -> &R::Near {
        self.route.near()
    }

    /// The joins of the route, after the table.
    pub(crate) fn write_joins<'b, DB: Backend>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: WriteRoute<DB>,
    {
        self.route.write_joins(Place::first(&Names::of::<M, R>()), out)
    }

    /// The name of the table that holds the source's key, if not its own.
    pub fn near_table() -> Option<String> {
        // A table of its own has its own name, without asking which others there are.
        let place = R::near_place(0, 1);
        (place > 0).then(|| Names::of::<M, R>().name(place)).flatten()
    }
}

impl<M: Model, R, DB> QueryFragment<DB> for TargetFrom<M, R>
where
    M::Table: QueryFragment<DB>,
    R: WriteRoute<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.target.walk_ast(out.reborrow())?;
        self.write_joins(out)
    }
}

impl<M, R, T> AppearsInFromClause<T> for TargetFrom<M, R>
where
    M: Model,
    R: Mentions<M, T>,
{
    type Count = R::Count;
}
