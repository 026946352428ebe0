//! What a database promises, and what it is sent.

use crate::database::backend::Database;
use crate::database::dialect::{Dialect, ONE_STATE, READ_ONLY, WHICH_DATABASE};
use crate::model::error::Error;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::Error::{BrokenTransactionManager, NotFound};
use diesel::sql_types::Untyped;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread;

/// What is sent for one snapshot, in addition to `BEGIN` and `COMMIT`, or to a savepoint.
pub(crate) struct Steps {
    pub(crate) before: &'static str,
    pub(crate) begin: &'static str,
    pub(crate) end: &'static str,
}

impl Steps {
    fn new(dialect: &Dialect, open: bool, state: i32) -> Self {
        let sql = &dialect.snapshot;
        let (before, begin) = if open { ("", sql.begin_in_open) } else { (sql.before, sql.begin) };
        // Who refused writes before goes on to do so.
        let end = if state & READ_ONLY == 0 { sql.end } else { "" };
        Steps { before, begin, end }
    }
}

/// The steps, if nothing has to be asked: there is one database, and no transaction is open.
pub(crate) fn known<DB: Database>(open: bool) -> Option<Steps> {
    let mut backends = DB::backends().into_iter();
    let (only, None, false) = (backends.next()?, backends.next(), open) else { return None };
    let dialect = only.dialect();
    dialect.snapshot.ask_before.is_none().then(|| Steps::new(dialect, open, ONE_STATE))
}

/// Asks the database what it promises, and which one it is: a `MultiConnection` is one of several.
pub(crate) struct Question {
    open: bool,
    dialect: OnceLock<&'static Dialect>,
}

impl Question {
    pub(crate) fn new(open: bool) -> Self {
        Question { open, dialect: OnceLock::new() }
    }

    /// What to send, by the number that was selected.
    pub(crate) fn answered(&self, state: Option<i32>) -> QueryResult<Steps> {
        let dialect = self.dialect.get().ok_or(NotFound)?;
        let state = state.ok_or(NotFound)?;
        if state & ONE_STATE == 0 {
            return Err(Error::NoSnapshot { reason: dialect.snapshot.refusal }.into());
        }
        Ok(Steps::new(dialect, self.open, state))
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
        let dialect = *self.dialect.get_or_init(|| out.backend().dialect());
        let sql = &dialect.snapshot;
        let before = sql.ask_before.unwrap_or(WHICH_DATABASE);
        out.push_sql(if self.open { sql.ask_in_open } else { before });
        Ok(())
    }
}

/// What a snapshot returns, or that its closure panics.
pub(crate) fn outcome<T, E>(
    read: thread::Result<Result<T, E>>,
    ended: QueryResult<()>,
) -> Result<T, E>
where
    E: From<diesel::result::Error>,
{
    match (read.unwrap_or_else(|panic| resume_unwind(panic)), ended) {
        (Ok(value), Ok(())) => Ok(value),
        // As Diesel has it: a connection that is broken since the first error says less than that one.
        (Err(error), Ok(()) | Err(BrokenTransactionManager)) => Err(error),
        (_, Err(error)) => Err(error.into()),
    }
}
