//! Sending statements, and collecting their rows.

use crate::database::backend::Database;
use crate::fetch::collector::{Fetched, Finish, RowCollector, RowSink};
use crate::fetch::executions::{Execution, Fetch};
use crate::load::trace::Statements;
use crate::model::relation::Relation;
use diesel::connection::LoadConnection;
use diesel::prelude::*;
use diesel::query_builder::{QueryFragment, QueryId};

/// Fetches the rows of a relation.
pub(crate) fn collect<R, Q, Id, A, C>(
    fetch: Fetch<Q, Id, A>,
    conn: &mut C,
) -> QueryResult<Fetched<R>>
where
    R: Relation,
    Q: QueryFragment<C::Backend>,
    Id: QueryId + 'static,
    A: RowCollector<C::Backend, R>,
    C: LoadConnection<Backend: Database>,
{
    let mut statements = Statements::start();
    let collector = send(fetch, conn, &mut statements)?;
    let (links, rows) = finish(collector, conn, &mut statements)?;
    statements.answered(R::NAME, rows.len());
    Ok((links, rows))
}

/// Sends the statements about keys without an exact match.
pub(crate) fn finish<A, C>(
    mut collector: A,
    conn: &mut C,
    statements: &mut Statements,
) -> QueryResult<A::Output>
where
    A: Finish<C::Backend>,
    C: LoadConnection<Backend: Database>,
{
    while let Some((recheck, mut matches)) = collector.recheck() {
        receive(conn, Execution::of(&recheck), &mut matches)?;
        statements.sent();
        collector.matched(matches);
    }
    collector.finish()
}

/// Sends the statements of a fetch, and collects their rows.
pub(crate) fn send<Q, Id, A, C>(
    mut fetch: Fetch<Q, Id, A>,
    conn: &mut C,
    statements: &mut Statements,
) -> QueryResult<A>
where
    Q: QueryFragment<C::Backend>,
    Id: QueryId + 'static,
    A: RowSink<C::Backend>,
    C: LoadConnection<Backend: Database>,
{
    while let Some((execution, collector)) = fetch.next() {
        receive(conn, execution, collector)?;
        statements.sent();
    }
    Ok(fetch.collector)
}

/// Sends a statement and collects its rows.
pub(crate) fn receive<C, Q, Id, A>(
    conn: &mut C,
    execution: Execution<'_, Q, Id>,
    collector: &mut A,
) -> QueryResult<()>
where
    C: LoadConnection<Backend: Database>,
    Q: QueryFragment<C::Backend>,
    Id: QueryId + 'static,
    A: RowSink<C::Backend>,
{
    let rows = match execution {
        Execution::OneKey(query) => conn.load(query)?,
        Execution::FullList(query) => conn.load(query)?,
        Execution::Links(query) => conn.load(query)?,
        Execution::Uncached(query) => conn.load(query)?,
    };
    for row in rows {
        collector.row(&row?)?;
    }
    Ok(())
}
