//! Asking over an async connection: what `blocking` does, with `await`.

use super::answer::Answer;
use super::ask::{Ask, Turn};
use super::backend::Database;
use super::narrow::Narrow;
use super::plan::Planned;
use super::sent::Limited;
use super::style::Async;
use super::trace::{self, Statements};
use super::{Load, LoadOn, Loadable};
use crate::graph::{Graph, Loaded, NotLoaded};
use crate::relation::{Extent, Model, Relation, Target};
use diesel::dsl::{AsSelect, Select};
use diesel::prelude::*;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel::query_dsl::methods::{LimitDsl, SelectDsl};
use diesel_async::AsyncConnectionCore;
use diesel_async::methods::LoadQuery;
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, TryStreamExt};
use std::pin::pin;

#[diagnostic::do_not_recommend]
impl<'q, C, Q, M, E> LoadOn<'q, C, Async> for Load<Q, M, E>
where
    C: AsyncConnectionCore<Backend: Database>,
    M: Model + Send + Sync,
    Q: QueryOf<'q, M, C> + LimitDsl<Output: LimitedOf<'q, M, C>> + Send,
    E: Fill<'q, C::Backend, M> + Send,
{
    type Graph = Graph<M, E::Loaded>;
    type One = M::One<E::Loaded>;

    fn all<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Graph>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            let rows = self.query.rows(conn).await?;
            let edges = self.edges.fill(&rows, conn).await?;
            Ok(Graph::new(rows, edges))
        }))
    }

    fn limited<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::One>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            one(self.query.limit(1).row(conn).await?, self.edges, conn).await
        }))
    }

    fn single<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::One>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            one(self.query.row(conn).await?, self.edges, conn).await
        }))
    }
}

async fn one<'q, M, E, C>(row: M, edges: E, conn: &mut C) -> QueryResult<M::One<E::Loaded>>
where
    M: Model + Send + Sync,
    C: AsyncConnectionCore<Backend: Database>,
    E: Fill<'q, C::Backend, M>,
{
    let rows = vec![row];
    let edges = edges.fill(&rows, conn).await?;
    Ok(M::one(Graph::new(rows, edges)))
}

/// A query that can load rows of the model `M` over the connection `C`.
pub trait QueryOf<'q, M, C> {
    /// All rows.
    fn rows(self, conn: &mut C) -> impl Future<Output = QueryResult<Vec<M>>> + Send;
    /// The first row.
    fn row(self, conn: &mut C) -> impl Future<Output = QueryResult<M>> + Send;
}

#[diagnostic::do_not_recommend]
impl<'q, Q, M, C> QueryOf<'q, M, C> for Q
where
    C: AsyncConnectionCore,
    M: Selectable<C::Backend, SelectExpression: QueryId> + SelectableHelper<C::Backend> + Send,
    Q: SelectDsl<AsSelect<M, C::Backend>>,
    Select<Q, AsSelect<M, C::Backend>>: LoadQuery<'q, C, M>,
{
    fn rows(self, conn: &mut C) -> impl Future<Output = QueryResult<Vec<M>>> + Send {
        let rows = self.select(M::as_select()).internal_load(conn);
        async move { rows.await?.try_collect().await }
    }

    fn row(self, conn: &mut C) -> impl Future<Output = QueryResult<M>> + Send {
        let rows = self.select(M::as_select()).internal_load(conn);
        async move { pin!(rows.await?).next().await.ok_or(diesel::NotFound)? }
    }
}

/// The same with a limit. Apart, so that no more is proved of each than is asked of it.
pub trait LimitedOf<'q, M, C> {
    /// The first row.
    fn row(self, conn: &mut C) -> impl Future<Output = QueryResult<M>> + Send;
}

#[diagnostic::do_not_recommend]
impl<'q, Q, M, C> LimitedOf<'q, M, C> for Q
where
    C: AsyncConnectionCore,
    M: Selectable<C::Backend, SelectExpression: QueryId> + SelectableHelper<C::Backend> + Send,
    Q: SelectDsl<AsSelect<M, C::Backend>>,
    Limited<Select<Q, AsSelect<M, C::Backend>>>: LoadQuery<'q, C, M>,
{
    fn row(self, conn: &mut C) -> impl Future<Output = QueryResult<M>> + Send {
        let rows = Limited(self.select(M::as_select())).internal_load(conn);
        async move { pin!(rows.await?).next().await.ok_or(diesel::NotFound)? }
    }
}

/// Fills the slots of a level: what is planned is loaded, the rest stays as it is.
pub trait Fill<'q, DB: Database, M>: Loadable<Loaded: Send> {
    /// Loads what is planned for `rows`.
    fn fill<C>(
        self,
        rows: &[M],
        conn: &mut C,
    ) -> impl Future<Output = QueryResult<Self::Loaded>> + Send
    where
        C: AsyncConnectionCore<Backend = DB>;
}

impl<'q, DB: Database, M: Sync, R: 'static> Fill<'q, DB, M> for NotLoaded<R> {
    async fn fill<C>(self, _: &[M], _: &mut C) -> QueryResult<Self>
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        Ok(self)
    }
}

impl<'q, DB, R, N, E, X> Fill<'q, DB, R::Source> for Planned<R, N, E, X>
where
    DB: Database,
    R: Relation<Keys: for<'a> Ask<'a, DB, R, Query: Send, Answer: Send>>,
    R::Source: Sync,
    Target<R>: Send + Sync,
    N: Narrow<<R::Keys as Ask<'q, DB, R>>::Query> + Send,
    E: Fill<'q, DB, Target<R>> + Send,
    X: Extent,
    Loaded<R, E::Loaded, X>: Send,
{
    fn fill<C>(
        self,
        rows: &[R::Source],
        conn: &mut C,
    ) -> impl Future<Output = QueryResult<Self::Loaded>> + Send
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        let question = R::Keys::ask(rows, self.narrow, X::WHOLE);
        let edges = self.edges;
        async move {
            let mut question = question?;
            let mut statements = Statements::start();
            while let Some((turn, answer)) = question.next() {
                receive(conn, turn, answer).await?;
                statements.sent();
            }
            let (links, rows) = question.answer.finish()?;
            statements.answered(R::NAME, rows.len());
            let edges = edges.fill(&rows, conn).await?;
            Ok(Loaded::new(links, Graph::new(rows, edges)))
        }
    }
}

/// Sends a statement and takes in its rows.
fn receive<R, C, Q, Id, A>(
    conn: &mut C,
    turn: Turn<'_, Q, Id>,
    answer: &mut A,
) -> impl Future<Output = QueryResult<()>> + Send
where
    R: Relation,
    C: AsyncConnectionCore<Backend: Database>,
    Q: QueryFragment<C::Backend>,
    Id: QueryId + 'static,
    A: Answer<C::Backend, R> + Send,
{
    // The statement is written before the future is: a boxed query can be sent to another thread,
    // but not shared with it.
    let rows = match turn {
        Turn::OneKey(query) => conn.load(query),
        Turn::Varying(query) => conn.load(query),
    };
    async move {
        let mut rows = pin!(rows.await?);
        while let Some(row) = rows.next().await {
            answer.row(&row?)?;
        }
        Ok(())
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __fill_async {
    ($module:ident, [$($slot:ident),*]) => {
        #[allow(non_camel_case_types)]
        const _: () = {
            use $crate::private::{AsyncConnectionCore, AsyncFill, Database, QueryResult};

            impl<'q, __DB, __M, $($slot),*> AsyncFill<'q, __DB, __M> for $module::Edges<$($slot),*>
            where
                __DB: Database,
                __M: Sync,
                $($slot: AsyncFill<'q, __DB, __M> + Send,)*
            {
                async fn fill<__C>(
                    self,
                    rows: &[__M],
                    conn: &mut __C,
                ) -> QueryResult<Self::Loaded>
                where
                    __C: AsyncConnectionCore<Backend = __DB>,
                {
                    let _ = (rows, &conn);
                    Ok($module::Edges { $($slot: self.$slot.fill(rows, conn).await?,)* })
                }
            }
        };
    };
}
