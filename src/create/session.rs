//! How the connected database tells which rows it inserted.

use crate::create::batch::Told;
use crate::database::backend::Database;
use crate::database::dialect::{Dialect, NewRows};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;
use std::sync::OnceLock;

/// A connection, and how its database tells which rows it inserted.
pub struct Session<'c, C> {
    pub(crate) conn: &'c mut C,
    pub(crate) new_rows: NewRows,
}

impl<C> Session<'_, C> {
    /// How rows are told, if they are needed.
    pub(crate) fn told(&self, needed: bool) -> Told {
        match self.new_rows {
            _ if !needed => Told::Not,
            NewRows::Returned => Told::Returned,
            NewRows::Found => Told::Found,
        }
    }
}

/// How all databases of a backend do, if they do it alike.
pub(crate) fn known<DB: Database>() -> Option<NewRows> {
    let mut each = DB::backends().into_iter().map(|backend| backend.dialect().new_rows);
    let first = each.next()?;
    each.all(|other| other == first).then_some(first)
}

/// Asks which database it is: a `MultiConnection` is one of several.
#[derive(Default)]
pub(crate) struct Question(OnceLock<&'static Dialect>);

impl Question {
    pub(crate) fn answered(&self) -> QueryResult<NewRows> {
        Ok(self.0.get().ok_or(diesel::NotFound)?.new_rows)
    }
}

impl Query for Question {
    type SqlType = Untyped;
}

impl QueryId for Question {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: Database> QueryFragment<DB> for Question {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.get_or_init(|| out.backend().dialect());
        out.push_sql("SELECT 1");
        Ok(())
    }
}
