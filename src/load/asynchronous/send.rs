//! Sending statements, and collecting their rows.

use crate::database::backend::Database;
use crate::fetch::collector::{Fetched, RowSink, SendFinish, SendRowCollector};
use crate::fetch::executions::{Execution, Fetch};
use crate::load::trace::Statements;
use crate::model::relation::Relation;
use diesel::prelude::*;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel_async::AsyncConnectionCore;
use futures_util::StreamExt;
use std::pin::pin;

/// Fetches the rows of a relation.
pub(crate) async fn collect<R, Q, Id, A, C>(
    fetch: Fetch<Q, Id, A>,
    conn: &mut C,
) -> QueryResult<Fetched<R>>
where
    R: Relation,
    Q: QueryFragment<C::Backend> + Send,
    Id: QueryId + 'static,
    A: SendRowCollector<C::Backend, R>,
    C: AsyncConnectionCore<Backend: Database>,
{
    let mut statements = Statements::start();
    let collector = send(fetch, conn, &mut statements).await?;
    let (links, rows) = finish(collector, conn, &mut statements).await?;
    statements.answered(R::NAME, rows.len());
    Ok((links, rows))
}

/// Sends the statements about keys without an exact match.
pub(crate) async fn finish<A, C>(
    mut collector: A,
    conn: &mut C,
    statements: &mut Statements,
) -> QueryResult<A::Output>
where
    A: SendFinish<C::Backend>,
    C: AsyncConnectionCore<Backend: Database>,
{
    while let Some((recheck, mut matches)) = collector.recheck() {
        receive(conn, Execution::of(&recheck), &mut matches).await?;
        statements.sent();
        collector.matched(matches);
    }
    collector.finish()
}

/// Sends the statements of a fetch, and collects their rows.
pub(crate) async fn send<Q, Id, A, C>(
    mut fetch: Fetch<Q, Id, A>,
    conn: &mut C,
    statements: &mut Statements,
) -> QueryResult<A>
where
    Q: QueryFragment<C::Backend> + Send,
    Id: QueryId + 'static,
    A: RowSink<C::Backend> + Send,
    C: AsyncConnectionCore<Backend: Database>,
{
    while let Some((execution, collector)) = fetch.next() {
        receive(conn, execution, collector).await?;
        statements.sent();
    }
    Ok(fetch.collector)
}

/// Sends a statement and collects its rows.
pub(crate) fn receive<C, Q, Id, A>(
    conn: &mut C,
    execution: Execution<'_, Q, Id>,
    collector: &mut A,
) -> impl Future<Output = QueryResult<()>> + Send
where
    C: AsyncConnectionCore<Backend: Database>,
    Q: QueryFragment<C::Backend>,
    Id: QueryId + 'static,
    A: RowSink<C::Backend> + Send,
{
    // The statement is written before the future is created: a boxed query is `Send` but not
    // `Sync`.
    let rows = match execution {
        Execution::OneKey(query) => conn.load(query),
        Execution::FullList(query) => conn.load(query),
        Execution::Links(query) => conn.load(query),
        Execution::Uncached(query) => conn.load(query),
    };
    async move {
        let mut rows = pin!(rows.await?);
        while let Some(row) = rows.next().await {
            collector.row(&row?)?;
        }
        Ok(())
    }
}
