//! Loading over an async connection: the same as `blocking`, with `await`.

pub(crate) mod send;

use crate::clause::filter_order::FilterOrder;
use crate::database::backend::Database;
use crate::fetch::collector::{RowSink, SendFinish, SendRowCollector};
use crate::fetch::connect::Connect;
use crate::fetch::per_parent::FetchTopN;
use crate::fetch::rows::FetchRows;
use crate::fetch::tree::{FetchTree, TreeLoad, TreeLoadOf, TreeModel};
use crate::graph::slot::Loaded;
use crate::graph::tree::Tree;
use crate::load::asynchronous::send::{collect, finish, send};
use crate::load::mode::Async;
use crate::load::own_rows::Over;
use crate::load::trace;
use crate::load::trace::Statements;
use crate::load::upgrade::{Hand, Upgrade, UpgradeOn};
use crate::load::{FirstOn, Load, LoadOn};
use crate::model::from::ReadsAll;
use crate::model::graph::Graph;
use crate::model::level::{Level, Rows};
use crate::model::relation::{Extent, Model, One, Relation, Target};
use crate::plan::how::{PerParent, Recursive};
use crate::plan::loadable::Loadable;
use crate::plan::planned::Planned;
use crate::route::key_location::{KeyLocation, LocationOf};
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
impl<'q, C, Q, M, E> FirstOn<'q, C, Async> for Load<Q, M, E>
where
    C: AsyncConnectionCore<Backend: Database>,
    M: Model + Send + Sync,
    Q: AsQuery<SqlType: Over<C::Backend>> + LimitDsl<Output: LimitedOf<'q, M, C>> + Send,
    E: Fill<'q, C::Backend, M> + Send,
{
    type One = One<M, E::Loaded>;

    fn limited<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::One>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            one(self.query.limit(1).row(conn).await?, self.edges, conn).await
        }))
    }
}

#[diagnostic::do_not_recommend]
impl<'q, C, Q, M, E> LoadOn<'q, C, Async> for Load<Q, M, E>
where
    C: AsyncConnectionCore<Backend: Database>,
    M: Model + Send + Sync,
    Q: QueryOf<'q, M, C>
        + AsQuery<SqlType: Over<C::Backend>, Query: ReadsAll<M>>
        + LimitDsl<Output: LimitedOf<'q, M, C>>
        + Send,
    E: Fill<'q, C::Backend, M> + Send,
{
    type Graph = Graph<M, E::Loaded>;

    fn all<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Graph>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            let rows = self.query.rows(conn).await?;
            let rows = Rows::owned_or_all(rows, Q::Query::reads_all());
            Ok(Graph::new(level(Level::of(rows, self.edges), conn).await?))
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
) -> QueryResult<One<M, E::Loaded>>
where
    M: Model + Send + Sync,
    C: AsyncConnectionCore<Backend: Database>,
    E: Fill<'q, C::Backend, M> + Send,
{
    graph(vec![row], edges, conn).await.map(M::one)
}

/// Rows, and what is planned for them.
pub(crate) async fn graph<'q, M, E, C>(
    rows: Vec<M>,
    edges: E,
    conn: &mut C,
) -> QueryResult<Graph<M, E::Loaded>>
where
    M: Send + Sync + 'static,
    C: AsyncConnectionCore<Backend: Database>,
    E: Fill<'q, C::Backend, M> + Send,
{
    Ok(Graph::new(level(Level::owned(rows, edges), conn).await?))
}

/// Loads what is planned for the rows of a level.
pub(crate) async fn level<'q, 'r, M, E, C>(
    planned: Level<'r, M, E>,
    conn: &mut C,
) -> QueryResult<Level<'r, M, E::Loaded>>
where
    M: Send + Sync,
    C: AsyncConnectionCore<Backend: Database>,
    E: Fill<'q, C::Backend, M> + Send,
{
    let Level { mut rows, roots, mut edges } = planned;
    if let Some(rows) = rows.list_mut() {
        edges.grow(rows, conn).await?;
    }
    let edges = edges.fill(&rows, conn).await?;
    Ok(Level { rows, roots, edges })
}

#[diagnostic::do_not_recommend]
impl<'q, 'r, C, M, E, H> UpgradeOn<'q, C, Async> for Upgrade<'r, M, E, H>
where
    C: AsyncConnectionCore<Backend: Database>,
    M: Model + Send + Sync,
    E: Fill<'q, C::Backend, M> + Send,
    H: Hand<'r>,
{
    type Upgraded = H::Of<M, E::Loaded>;

    fn upgraded<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Upgraded>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(
            async move { level(self.level, conn).await.map(H::hold) },
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

/// The same with a limit. Separate, so that each only proves what it needs.
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

/// Fills the slots of a level: loads what is planned and leaves the rest as it is.
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
        rows: &Rows<'_, M>,
        conn: &mut C,
    ) -> impl Future<Output = QueryResult<Self::Loaded>> + Send
    where
        C: AsyncConnectionCore<Backend = DB>;
}

impl<'q, DB, R, N, E, X> Fill<'q, DB, R::Source> for Planned<R, N, E, X>
where
    DB: Database,
    R: Relation<
        Keys: KeyLocation<
            Location: for<'a> FetchRows<
                'a,
                DB,
                R,
                Query: Send,
                RowCollector: SendRowCollector<DB, R>,
            >,
        >,
    >,
    R::Source: Send + Sync,
    Target<R>: Send + Sync,
    N: FilterOrder<'q, DB> + Send,
    E: Fill<'q, DB, Target<R>> + Send,
    X: Extent,
    Loaded<R, E::Loaded, X>: Send,
{
    fn fill<C>(
        self,
        rows: &Rows<'_, R::Source>,
        conn: &mut C,
    ) -> impl Future<Output = QueryResult<Self::Loaded>> + Send
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        let fetch = LocationOf::<R>::fetch(rows, self.filter_order, X::WHOLE);
        let all = rows.are_all() && X::WHOLE && LocationOf::<R>::FINDS_ALL;
        let edges = self.edges;
        async move {
            let (links, rows) = collect::<R, _, _, _, _>(fetch?, conn).await?;
            let rows = Rows::owned_or_all(rows, all);
            Ok(Loaded::new(links, Graph::new(level(Level::of(rows, edges), conn).await?)))
        }
    }
}

impl<'q, DB, R, N, E, X> Fill<'q, DB, R::Source> for Planned<R, N, E, X, PerParent>
where
    DB: Database,
    R: Relation<
        Keys: KeyLocation<
            Location: for<'a> FetchTopN<
                'a,
                DB,
                R,
                Statement: Send,
                RowCollector: SendRowCollector<DB, R>,
            >,
        >,
    >,
    R::Source: Send + Sync,
    Target<R>: Send + Sync,
    N: FilterOrder<'q, DB> + Send,
    E: Fill<'q, DB, Target<R>> + Send,
    X: Extent,
    Loaded<R, E::Loaded, X>: Send,
{
    fn fill<C>(
        self,
        rows: &Rows<'_, R::Source>,
        conn: &mut C,
    ) -> impl Future<Output = QueryResult<Self::Loaded>> + Send
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        let fetch = LocationOf::<R>::fetch_top_n(rows, self.filter_order, self.how.slice);
        let edges = self.edges;
        async move {
            let (links, rows) = collect::<R, _, _, _, _>(fetch?, conn).await?;
            Ok(Loaded::new(links, graph(rows, edges, conn).await?))
        }
    }
}

impl<'q, DB, M, R, N, E, X> Fill<'q, DB, M> for Planned<R, N, E, X, Recursive<R>>
where
    DB: Database,
    R: Relation<Source = M, Target = M, Cardinality: Connect, Keys: KeyLocation>,
    LocationOf<R>: for<'a> FetchTree<'a, DB, R, Query: Send, LoadedTree: SendFinish<DB>>,
    TreeLoadOf<LocationOf<R>, R>: RowSink<DB> + Send,
    M: TreeModel<LocationOf<R>> + Send + Sync,
    N: FilterOrder<'q, DB> + Clone + Send + Sync,
    E: Send,
    X: Extent,
    Tree<R, X>: Send,
{
    async fn grow<C>(&mut self, rows: &mut Vec<M>, conn: &mut C) -> QueryResult<()>
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        let roots = rows.len();
        let mut tree = TreeLoad::new(mem::take(rows))?;
        let mut statements = Statements::start();
        while tree.goes_on(self.how.depth) {
            let fetch =
                LocationOf::<R>::fetch_level(tree, self.filter_order.clone(), self.how.depth)?;
            tree = send(fetch, conn, &mut statements).await?;
        }
        let loaded = <LocationOf<R> as FetchTree<'q, DB, R>>::link(tree, X::WHOLE)?;
        (self.how.links, self.how.ends, *rows) = finish(loaded, conn, &mut statements).await?;
        statements.answered(R::NAME, rows.len() - roots);
        Ok(())
    }

    async fn fill<C>(self, _: &Rows<'_, M>, _: &mut C) -> QueryResult<Self::Loaded>
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        Ok(Tree::new(self.how.links, self.how.ends))
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __fill_async {
    ($module:ident, [$($slot:ident),*]) => {
        #[allow(non_camel_case_types)]
        const _: () = {
            use $crate::private::{AsyncConnectionCore, AsyncFill, Database, QueryResult, Rows};

            impl<'q, __DB, __M, $($slot),*> AsyncFill<'q, __DB, __M> for $module::Edges<$($slot),*>
            where
                __DB: Database,
                __M: ::std::marker::Send + ::std::marker::Sync,
                $($slot: AsyncFill<'q, __DB, __M> + ::std::marker::Send,)*
            {
                async fn grow<__C>(
                    &mut self,
                    rows: &mut ::std::vec::Vec<__M>,
                    conn: &mut __C,
                ) -> QueryResult<()>
                where
                    __C: AsyncConnectionCore<Backend = __DB>,
                {
                    $(self.$slot.grow(rows, conn).await?;)*
                    Ok(())
                }

                async fn fill<__C>(
                    self,
                    rows: &Rows<'_, __M>,
                    conn: &mut __C,
                ) -> QueryResult<Self::Loaded>
                where
                    __C: AsyncConnectionCore<Backend = __DB>,
                {
                    Ok($module::Edges { $($slot: self.$slot.fill(rows, conn).await?,)* })
                }
            }
        };
    };
}
