//! Asking over an async connection: what `blocking` does, with `await`.

pub(crate) mod send;

use crate::clause::narrow::Narrow;
use crate::database::backend::Database;
use crate::fetch::answer::{Intake, SendAnswer, SendSettle};
use crate::fetch::ask::Ask;
use crate::fetch::connect::Connect;
use crate::fetch::growth::{Climb, Followed, Growth, GrowthOf};
use crate::fetch::per_parent::AskPerParent;
use crate::graph::slot::Loaded;
use crate::graph::tree::Tree;
use crate::load::asynchronous::send::{answer, send, settle};
use crate::load::own_rows::Over;
use crate::load::style::Async;
use crate::load::trace;
use crate::load::trace::Statements;
use crate::load::upgrade::{Hand, Upgrade, UpgradeOn};
use crate::load::{Load, LoadOn};
use crate::model::graph::Graph;
use crate::model::relation::{Extent, Model, Part, Relation, Target};
use crate::plan::loadable::Loadable;
use crate::plan::per_parent::PerParent;
use crate::plan::planned::Planned;
use crate::plan::recursive::Recursive;
use crate::route::asked::{Asked, By};
use crate::sql::sent::Limited;
use diesel::dsl::{AsSelect, Select};
use diesel::prelude::*;
use diesel::query_builder::{AsQuery, QueryId};
use diesel::query_dsl::methods::{LimitDsl, SelectDsl};
use diesel_async::AsyncConnectionCore;
use diesel_async::methods::LoadQuery;
use futures_util::future::BoxFuture;
use futures_util::{StreamExt, TryStreamExt};
use std::mem;
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
            level(Graph::of(rows, self.edges), conn).await
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

pub(crate) async fn one<'q, M, E, C>(
    row: M,
    edges: E,
    conn: &mut C,
) -> QueryResult<M::One<E::Loaded>>
where
    M: Model + Send + Sync,
    C: AsyncConnectionCore<Backend: Database>,
    E: Fill<'q, C::Backend, M> + Send,
{
    level(Graph::of(vec![row], edges), conn).await.map(M::one)
}

/// Loads what is planned for the rows of a level.
pub(crate) async fn level<'q, M, E, C>(
    planned: Graph<M, E>,
    conn: &mut C,
) -> QueryResult<Graph<M, E::Loaded>>
where
    M: Send + Sync,
    C: AsyncConnectionCore<Backend: Database>,
    E: Fill<'q, C::Backend, M> + Send,
{
    let (mut rows, roots, mut edges) = planned.into_parts();
    edges.grow(&mut rows, conn).await?;
    let edges = edges.fill(&rows, conn).await?;
    Ok(Graph::new(rows, roots, edges))
}

#[diagnostic::do_not_recommend]
impl<'q, C, M, E, H> UpgradeOn<'q, C, Async> for Upgrade<M, E, H>
where
    C: AsyncConnectionCore<Backend: Database>,
    M: Model + Send + Sync,
    E: Fill<'q, C::Backend, M> + Send,
    H: Hand,
{
    type Upgraded = H::Of<M, E::Loaded>;

    fn upgraded<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Upgraded>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(
            async move { level(self.graph, conn).await.map(H::hold) },
        ))
    }
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
    Q: AsQuery<SqlType: Over<C::Backend>> + SelectDsl<AsSelect<M, C::Backend>>,
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
pub trait Fill<'q, DB: Database, M: Send>: Loadable<Loaded: Send> {
    /// Adds the rows of a recursive relation to those of its level.
    fn grow<C>(
        &mut self,
        rows: &mut Vec<M>,
        conn: &mut C,
    ) -> impl Future<Output = QueryResult<()>> + Send
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        let _ = (rows, conn);
        std::future::ready(Ok(()))
    }
    /// Loads what is planned for `rows`.
    fn fill<C>(
        self,
        rows: &[M],
        conn: &mut C,
    ) -> impl Future<Output = QueryResult<Self::Loaded>> + Send
    where
        C: AsyncConnectionCore<Backend = DB>;
}

impl<'q, DB, R, N, E, X> Fill<'q, DB, R::Source> for Planned<R, N, E, X>
where
    DB: Database,
    R: Relation<Keys: Asked<By: for<'a> Ask<'a, DB, R, Query: Send, Answer: SendAnswer<DB, R>>>>,
    R::Source: Send + Sync,
    Target<R>: Send + Sync,
    N: Narrow<'q, DB> + Send,
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
        let question = By::<R>::ask(rows, self.narrow, X::WHOLE);
        let edges = self.edges;
        async move {
            let (links, rows) = answer::<R, _, _, _, _, _>(question?, conn).await?;
            Ok(Loaded::new(links, level(Graph::of(rows, edges), conn).await?))
        }
    }
}

impl<'q, DB, R, N, E> Fill<'q, DB, R::Source> for PerParent<R, N, E>
where
    DB: Database,
    R: Relation<
        Keys: Asked<
            By: for<'a> AskPerParent<'a, DB, R, Statement: Send, Answer: SendAnswer<DB, R>>,
        >,
    >,
    R::Source: Send + Sync,
    Target<R>: Send + Sync,
    N: Narrow<'q, DB> + Send,
    E: Fill<'q, DB, Target<R>> + Send,
    Loaded<R, E::Loaded, Part>: Send,
{
    fn fill<C>(
        self,
        rows: &[R::Source],
        conn: &mut C,
    ) -> impl Future<Output = QueryResult<Self::Loaded>> + Send
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        let question = By::<R>::ask_per_parent(rows, self.narrow, self.slice);
        let edges = self.edges;
        async move {
            let (links, rows) = answer::<R, _, _, _, _, _>(question?, conn).await?;
            Ok(Loaded::new(links, level(Graph::of(rows, edges), conn).await?))
        }
    }
}

impl<'q, DB, M, R, N, X> Fill<'q, DB, M> for Recursive<R, N, X>
where
    DB: Database,
    R: Relation<Source = M, Target = M, Cardinality: Connect, Keys: Asked>,
    By<R>: for<'a> Climb<'a, DB, R, Query: Send, Grown: SendSettle<DB>>,
    GrowthOf<By<R>, R>: Intake<DB> + Send,
    M: Followed<By<R>> + Send + Sync,
    N: Narrow<'q, DB> + Clone + Send + Sync,
    X: Extent,
    Tree<R, X>: Send,
{
    async fn grow<C>(&mut self, rows: &mut Vec<M>, conn: &mut C) -> QueryResult<()>
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        let roots = rows.len();
        let mut growth = Growth::new(mem::take(rows))?;
        let mut statements = Statements::start();
        while growth.goes_on(self.depth) {
            let question = By::<R>::climb(growth, self.narrow.clone(), self.depth)?;
            growth = send(question, conn, &mut statements).await?;
        }
        let grown = <By<R> as Climb<'q, DB, R>>::link(growth, X::WHOLE)?;
        (self.links, *rows) = settle(grown, conn, &mut statements).await?;
        statements.answered(R::NAME, rows.len() - roots);
        Ok(())
    }

    async fn fill<C>(self, _: &[M], _: &mut C) -> QueryResult<Self::Loaded>
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        Ok(Tree::new(self.links))
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
                __M: Send + Sync,
                $($slot: AsyncFill<'q, __DB, __M> + Send,)*
            {
                async fn grow<__C>(
                    &mut self,
                    rows: &mut Vec<__M>,
                    conn: &mut __C,
                ) -> QueryResult<()>
                where
                    __C: AsyncConnectionCore<Backend = __DB>,
                {
                    let _ = (&rows, &conn);
                    $(self.$slot.grow(rows, conn).await?;)*
                    Ok(())
                }

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
