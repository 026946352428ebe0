//! Loading over an async connection: the same as `blocking`, with `await`.

use crate::database::backend::Database;
use crate::fetch::collector::RowSink;
use crate::graph::slot::Loaded;
use crate::load::asynchronous::{Fill, graph, level};
use crate::load::joined::asking::{Answered, Asked, Asks, Gathered};
use crate::load::mode::Async;
use crate::load::{FirstOn, Load, LoadOn, trace};
use crate::model::graph::Graph;
use crate::model::level::Rows;
use crate::model::relation::{Extent, LinksOf, Model, One, Relation, Target};
use crate::plan::joined::{JoinClause, JoinedSlot};
use diesel::query_builder::QueryFragment;
use diesel::{NotFound, QueryResult};
use diesel_async::AsyncConnectionCore;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use std::pin::pin;

#[diagnostic::do_not_recommend]
impl<'q, C, Q, L, M, E> FirstOn<'q, C, Async> for Load<JoinClause<Q, L>, M, E>
where
    C: AsyncConnectionCore<Backend: Database>,
    M: Model + Send + Sync,
    JoinClause<Q, L>:
        Answered<C::Backend, M, E, RowCollector: Send> + Asks<'q, C::Backend, M, E> + Send,
    E: Fill<'q, C::Backend, M> + Send,
{
    type One = One<M, E::Loaded>;

    fn limited<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::One>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            one(receive(self.query.limited(), conn).await?, self.edges, conn).await
        }))
    }
}

#[diagnostic::do_not_recommend]
impl<'q, C, Q, L, M, E> LoadOn<'q, C, Async> for Load<JoinClause<Q, L>, M, E>
where
    C: AsyncConnectionCore<Backend: Database>,
    M: Model + Send + Sync,
    JoinClause<Q, L>:
        Answered<C::Backend, M, E, RowCollector: Send> + Asks<'q, C::Backend, M, E> + Send,
    E: Fill<'q, C::Backend, M> + Send,
{
    type Graph = Graph<M, E::Loaded>;

    fn all<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Graph>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            let rows = receive(self.query.all(usize::MAX), conn).await?;
            level(rows.level(self.edges)?, conn).await.map(Graph::new)
        }))
    }

    fn single<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::One>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            one(receive(self.query.all(1), conn).await?, self.edges, conn).await
        }))
    }
}

async fn one<'q, M, E, C>(
    rows: impl Gathered<M, E> + Send,
    edges: E,
    conn: &mut C,
) -> QueryResult<One<M, E::Loaded>>
where
    M: Model + Send + Sync,
    C: AsyncConnectionCore<Backend: Database>,
    E: Fill<'q, C::Backend, M> + Send,
{
    let row = rows.level(edges)?;
    if row.roots == 0 {
        return Err(NotFound);
    }
    level(row, conn).await.map(|row| M::one(Graph::new(row)))
}

/// Sends the statement and collects its rows.
fn receive<'q, C, Q, A>(
    fetch: Asked<'q, Q, C::Backend, A>,
    conn: &mut C,
) -> impl Future<Output = QueryResult<A>> + Send
where
    C: AsyncConnectionCore<Backend: Database>,
    Q: QueryFragment<C::Backend> + 'q,
    A: RowSink<C::Backend> + Send,
{
    // The statement is written before the future is created, because it is not `Send`.
    let sent = fetch.map(|(statement, collector)| (conn.load(statement), collector));
    async move {
        let (rows, mut collector) = sent?;
        let mut rows = pin!(rows.await?);
        while let Some(row) = rows.next().await {
            collector.row(&row?)?;
        }
        Ok(collector)
    }
}

impl<'q, DB, R, E, X> Fill<'q, DB, R::Source> for JoinedSlot<R, E, X>
where
    DB: Database,
    R: Relation,
    R::Source: Send + Sync,
    Target<R>: Send + Sync,
    LinksOf<R>: Send,
    E: Fill<'q, DB, Target<R>> + Send,
    X: Extent,
    Loaded<R, E::Loaded, X>: Send,
{
    fn fill<C>(
        mut self,
        _: &Rows<'_, R::Source>,
        conn: &mut C,
    ) -> impl Future<Output = QueryResult<Self::Loaded>> + Send
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        let rows = self.arrive();
        let (links, edges) = (self.links, self.edges);
        async move { Ok(Loaded::new(links, graph(rows, edges, conn).await?)) }
    }
}
