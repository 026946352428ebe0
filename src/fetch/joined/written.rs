//! The statement of a query with what is joined to it.
//!
//! Diesel sees one join, with a source and a condition that write all of ours: its own joins are
//! proved again at every use, and each would nest the others in parentheses.

use crate::clause::clauses::Fragment;
use crate::database::backend::Database;
use crate::undocumented::{InternalJoinDsl, LeftOuter};
use diesel::QueryResult;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::SelectDsl;
use diesel::query_source::{AppearsInFromClause, Never, QuerySource};
use diesel::sql_types::{Bool, Untyped};
use std::rc::Rc;

/// A table, and the condition that it is joined on.
pub struct Piece<'q, DB> {
    pub(crate) table: Fragment<'q, DB>,
    pub(crate) on: Fragment<'q, DB>,
}

/// What is added to a query.
pub struct Parts<'q, DB> {
    pub(crate) columns: Vec<Fragment<'static, DB>>,
    pub(crate) pieces: Vec<Piece<'q, DB>>,
    pub(crate) order: Vec<Fragment<'q, DB>>,
}

/// A query of Diesel's that tables can be joined to.
pub trait Widen<'q, DB: Database>: Sized {
    /// The query with them.
    type Wide: QueryFragment<DB>;
    /// Selects these columns, and joins these tables.
    fn widen(self, columns: Vec<Fragment<'static, DB>>, pieces: Vec<Piece<'q, DB>>) -> Self::Wide;
}

impl<'q, DB, Q> Widen<'q, DB> for Q
where
    DB: Database,
    Q: SelectDsl<
            SelectedColumns<DB>,
            Output: InternalJoinDsl<
                First<'q, DB>,
                LeftOuter,
                Rest<'q, DB>,
                Output: QueryFragment<DB>,
            >,
        >,
{
    type Wide = <Q::Output as InternalJoinDsl<First<'q, DB>, LeftOuter, Rest<'q, DB>>>::Output;

    fn widen(self, columns: Vec<Fragment<'static, DB>>, pieces: Vec<Piece<'q, DB>>) -> Self::Wide {
        let pieces = Rc::new(pieces);
        self.select(SelectedColumns(columns)).join(
            First(Rc::clone(&pieces)),
            LeftOuter,
            Rest(pieces),
        )
    }
}

/// The columns of the query's rows and of all that is joined.
pub struct SelectedColumns<DB>(Vec<Fragment<'static, DB>>);

impl<DB> Expression for SelectedColumns<DB> {
    type SqlType = Bool;
}

impl<DB> ValidGrouping<()> for SelectedColumns<DB> {
    type IsAggregate = is_aggregate::No;
}

// Those of each model are known to be columns of its table.
impl<DB, QS> AppearsOnTable<QS> for SelectedColumns<DB> {}

impl<DB, QS> SelectableExpression<QS> for SelectedColumns<DB> {}

impl<DB: Database> QueryFragment<DB> for SelectedColumns<DB> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        write_separated(&self.0, out.reborrow())
    }
}

fn write_separated<'b, DB: Database>(
    fragments: &'b [Fragment<'_, DB>],
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for (place, fragment) in fragments.iter().enumerate() {
        if place > 0 {
            out.push_sql(", ");
        }
        fragment.walk_ast(out.reborrow())?;
    }
    Ok(())
}

/// The first of the tables that are joined.
pub struct First<'q, DB>(Rc<Vec<Piece<'q, DB>>>);

impl<DB> Clone for First<'_, DB> {
    fn clone(&self) -> Self {
        First(Rc::clone(&self.0))
    }
}

/// What one of our sources selects by default.
#[derive(Debug, Clone, Copy)]
pub struct NoParts;

impl Expression for NoParts {
    type SqlType = Bool;
}

impl<QS> AppearsOnTable<QS> for NoParts {}

impl<QS> SelectableExpression<QS> for NoParts {}

impl ValidGrouping<()> for NoParts {
    type IsAggregate = is_aggregate::No;
}

impl<DB> QuerySource for First<'_, DB> {
    type FromClause = Self;
    type DefaultSelection = NoParts;

    fn from_clause(&self) -> Self {
        self.clone()
    }

    fn default_selection(&self) -> NoParts {
        NoParts
    }
}

// Nothing in the query is about these tables: if they are in it already, the query was rejected
// before.
impl<T, DB> AppearsInFromClause<T> for First<'_, DB> {
    type Count = Never;
}

impl<DB: Database> QueryFragment<DB> for First<'_, DB> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.first().map_or(Ok(()), |piece| piece.table.walk_ast(out))
    }
}

/// What the first table is joined on, and the joins of the others.
pub struct Rest<'q, DB>(Rc<Vec<Piece<'q, DB>>>);

impl<DB> Clone for Rest<'_, DB> {
    fn clone(&self) -> Self {
        Rest(Rc::clone(&self.0))
    }
}

impl<DB> Expression for Rest<'_, DB> {
    type SqlType = Bool;
}

impl<DB, QS> AppearsOnTable<QS> for Rest<'_, DB> {}

impl<DB: Database> QueryFragment<DB> for Rest<'_, DB> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (place, piece) in self.0.iter().enumerate() {
            if place > 0 {
                out.push_sql(" LEFT OUTER JOIN ");
                piece.table.walk_ast(out.reborrow())?;
                out.push_sql(" ON ");
            }
            piece.on.walk_ast(out.reborrow())?;
        }
        Ok(())
    }
}

/// The statement as it is sent. Its rows are untyped: their content is known where they are read.
pub struct Entire<'q, Q, DB> {
    pub(crate) query: Q,
    /// What precedes the order of a relation to many rows: the query may have its own.
    pub(crate) before_order: &'static str,
    pub(crate) order: Vec<Fragment<'q, DB>>,
    /// What must follow a `LIMIT` in this database.
    pub(crate) after_limit: &'static str,
}

impl<Q, DB> Query for Entire<'_, Q, DB> {
    type SqlType = Untyped;
}

impl<Q, DB> QueryId for Entire<'_, Q, DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: QueryFragment<DB>, DB: Database> QueryFragment<DB> for Entire<'_, Q, DB> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(self.after_limit);
        if self.order.is_empty() {
            return Ok(());
        }
        out.push_sql(self.before_order);
        write_separated(&self.order, out)
    }
}
