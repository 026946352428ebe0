//! Creating rows over an async connection: the same as `blocking`, with `await`.

pub(crate) mod send;

use crate::create::asynchronous::send::{insert, link, start};
use crate::create::batch::Creatable;
use crate::create::nested::{Below, GraphOf, Linked, Nested, Root};
use crate::create::pairs::InsertPairs;
use crate::create::relations::{Across, Down, Nests, Up};
use crate::create::session::Session;
use crate::create::slots::{TakesLinks, TakesRows};
use crate::create::{Create, CreateAll, SaveOn};
use crate::database::backend::Database;
use crate::database::selection::Readable;
use crate::graph::slot::Slot;
use crate::load::asynchronous::{Fill, graph};
use crate::load::mode::Async;
use crate::load::trace;
use crate::model::relation::{Model, One, Source, Target};
use crate::plan::loadable::Loadable;
use crate::write::assign::ParentRelation;
use crate::write::asynchronous::end_transaction;
use crate::write::children::ChildRelation;
use crate::write::many_to_many::LinkRelation;
use crate::write::statement::WriteLinks;
use diesel::QueryResult;
use diesel_async::{AsyncConnection, TransactionManager};
use futures_util::future::BoxFuture;

#[diagnostic::do_not_recommend]
impl<C, N, L> SaveOn<C, Async> for CreateAll<N, L>
where
    C: AsyncConnection<Backend: Database>,
    L: Root + CreateNested<C::Backend, L::Model> + Send,
    L::Plan: Fill<'static, C::Backend, L::Model> + Send,
    L::Model: Readable<C::Backend> + Send + Sync,
    N: Send,
    L::Row<N>: Creatable<C::Backend, L::Model, Insert: Send, Found: Send>,
{
    type Output = GraphOf<L>;

    fn saved<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Output>>
    where
        Self: 'c,
    {
        Box::pin(async move {
            C::TransactionManager::begin_transaction(conn).await?;
            let saved = save::<N, L, C>(self.rows, conn).await;
            end_transaction(saved, conn).await
        })
    }
}

#[diagnostic::do_not_recommend]
impl<C, N, L> SaveOn<C, Async> for Create<N, L>
where
    C: AsyncConnection<Backend: Database>,
    L: Root + Nested<L::Model, Plan: Loadable>,
    CreateAll<N, L>: SaveOn<C, Async, Output = GraphOf<L>>,
{
    type Output = One<L::Model, <L::Plan as Loadable>::Loaded>;

    fn saved<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Output>>
    where
        Self: 'c,
    {
        let saved = CreateAll { rows: vec![self] }.saved(conn);
        Box::pin(async move { saved.await.map(L::Model::one) })
    }
}

/// Creates the rows, and loads what was created.
async fn save<N, L, C>(rows: Vec<Create<N, L>>, conn: &mut C) -> QueryResult<GraphOf<L>>
where
    C: AsyncConnection<Backend: Database>,
    L: Root + CreateNested<C::Backend, L::Model>,
    L::Plan: Fill<'static, C::Backend, L::Model> + Send,
    L::Model: Readable<C::Backend> + Send + Sync,
    L::Row<N>: Creatable<C::Backend, L::Model, Insert: Send, Found: Send>,
{
    let mut session = start(conn).await?;
    let rows = level(L::Model::NAME, rows, |rows| rows, true, &mut session).await?;
    trace::load_async::<L::Model, _>(graph(rows, L::plan(), conn)).await
}

/// Inserts the rows of a level with those that are created with them; returns them if they are needed.
async fn level<M, N, L, X, C>(
    relation: &'static str,
    creates: Vec<Create<N, L>>,
    keyed: impl FnOnce(Vec<L::Row<N>>) -> Vec<X> + Send,
    needed: bool,
    session: &mut Session<'_, C>,
) -> QueryResult<Vec<M>>
where
    C: AsyncConnection<Backend: Database>,
    M: Readable<C::Backend> + Send + Sync,
    L: CreateNested<C::Backend, M>,
    X: Creatable<C::Backend, M, Insert: Send, Found: Send>,
{
    let (rows, nested) = creates.into_iter().map(|it| (it.new, it.nested)).unzip();
    let mut nested = L::level(nested);
    let parents = L::parents(&mut nested, session).await?;
    let needed = needed || L::READS;
    let rows = keyed(L::keyed(parents, rows));
    let statements = X::inserts(relation, rows, session.told(needed))?;
    let rows = insert::<M, X, C>(relation, statements, needed, session).await?;
    L::after(nested, &rows, session).await?;
    Ok(rows)
}

/// What is created with rows of `M` over an async connection.
pub trait CreateNested<DB: Database, M>: Nested<M, Level: Send, Parents: Send> {
    /// Creates the parents of the rows of a level.
    fn parents<C>(
        level: &mut Self::Level,
        session: &mut Session<'_, C>,
    ) -> impl Future<Output = QueryResult<Self::Parents>> + Send
    where
        C: AsyncConnection<Backend = DB>;
    /// Creates everything else for the rows of a level.
    fn after<C>(
        level: Self::Level,
        rows: &[M],
        session: &mut Session<'_, C>,
    ) -> impl Future<Output = QueryResult<()>> + Send
    where
        C: AsyncConnection<Backend = DB>;
}

impl<DB: Database, M: Model + Sync> CreateNested<DB, M> for () {
    async fn parents<C>(_: &mut (), _: &mut Session<'_, C>) -> QueryResult<()> {
        Ok(())
    }

    async fn after<C>(_: (), _: &[M], _: &mut Session<'_, C>) -> QueryResult<()> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<DB, L, R, N, K, How> CreateNested<DB, R::Source> for (L, Below<R, N, K, How>)
where
    DB: Database,
    R: Nests<How, Parents: Send>,
    Source<R>: Sync,
    K: Nested<Target<R>>,
    L: CreateNested<DB, Source<R>, Plan: Slot<R, State: TakesRows<R>>>,
    Below<R, N, K, How>: CreateRelated<DB, R, How>,
{
    async fn parents<C>(
        (rest, own): &mut Self::Level,
        session: &mut Session<'_, C>,
    ) -> QueryResult<Self::Parents>
    where
        C: AsyncConnection<Backend = DB>,
    {
        Ok((L::parents(rest, session).await?, CreateRelated::parents(own, session).await?))
    }

    async fn after<C>(
        (rest, own): Self::Level,
        rows: &[Source<R>],
        session: &mut Session<'_, C>,
    ) -> QueryResult<()>
    where
        C: AsyncConnection<Backend = DB>,
    {
        L::after(rest, rows, session).await?;
        CreateRelated::after(own, rows, session).await
    }
}

#[diagnostic::do_not_recommend]
impl<DB, L, R> CreateNested<DB, R::Source> for (L, Linked<R>)
where
    DB: Database,
    R: WriteLinks<Source<R>, DB, Through: Send>,
    Source<R>: Sync,
    L: CreateNested<DB, Source<R>, Plan: Slot<R, State: TakesLinks<R>>>,
{
    async fn parents<C>(
        (rest, _): &mut Self::Level,
        session: &mut Session<'_, C>,
    ) -> QueryResult<Self::Parents>
    where
        C: AsyncConnection<Backend = DB>,
    {
        L::parents(rest, session).await
    }

    async fn after<C>(
        (rest, own): Self::Level,
        rows: &[Source<R>],
        session: &mut Session<'_, C>,
    ) -> QueryResult<()>
    where
        C: AsyncConnection<Backend = DB>,
    {
        L::after(rest, rows, session).await?;
        link(InsertPairs::<R>::to::<DB>(rows, own)?, session).await
    }
}

/// New rows of the relation `R`, created over an async connection.
pub trait CreateRelated<DB: Database, R: Nests<How>, How>: Send + Sized {
    /// Creates the rows whose keys the rows of the source get, if this relation has such.
    fn parents<C>(
        _: &mut [Self],
        _: &mut Session<'_, C>,
    ) -> impl Future<Output = QueryResult<R::Parents>> + Send
    where
        C: AsyncConnection<Backend = DB>,
    {
        async { Ok(R::Parents::default()) }
    }
    /// Creates the rows that get keys of the source, if this relation has such.
    fn after<C>(
        _: Vec<Self>,
        _: &[Source<R>],
        _: &mut Session<'_, C>,
    ) -> impl Future<Output = QueryResult<()>> + Send
    where
        C: AsyncConnection<Backend = DB>,
    {
        async { Ok(()) }
    }
}

#[diagnostic::do_not_recommend]
impl<DB, R, N, K> CreateRelated<DB, R, Down> for Below<R, N, K, Down>
where
    DB: Database,
    R: ChildRelation<Source<R>>,
    K: CreateNested<DB, Target<R>> + Send,
    N: Send,
    Source<R>: Sync,
    Target<R>: Readable<DB> + Send + Sync,
    (R::Filled, K::Row<N>): Creatable<DB, Target<R>, Insert: Send, Found: Send>,
{
    async fn after<C>(
        own: Vec<Self>,
        rows: &[Source<R>],
        session: &mut Session<'_, C>,
    ) -> QueryResult<()>
    where
        C: AsyncConnection<Backend = DB>,
    {
        let (of, creates) = Below::all(own);
        let keyed = |new: Vec<K::Row<N>>| -> Vec<(R::Filled, K::Row<N>)> {
            of.into_iter().map(|row| R::filled(&rows[row], None)).zip(new).collect()
        };
        level(R::NAME, creates, keyed, false, session).await.map(drop)
    }
}

#[diagnostic::do_not_recommend]
impl<DB, R, N, K> CreateRelated<DB, R, Across> for Below<R, N, K, Across>
where
    DB: Database,
    R: WriteLinks<Source<R>, DB, Through: Send> + LinkRelation<Source<R>>,
    K: CreateNested<DB, Target<R>> + Send,
    N: Send,
    Source<R>: Sync,
    Target<R>: Readable<DB> + Send + Sync,
    K::Row<N>: Creatable<DB, Target<R>, Insert: Send, Found: Send>,
{
    async fn after<C>(
        own: Vec<Self>,
        rows: &[Source<R>],
        session: &mut Session<'_, C>,
    ) -> QueryResult<()>
    where
        C: AsyncConnection<Backend = DB>,
    {
        let (of, creates) = Below::all(own);
        let targets = level(R::NAME, creates, |new| new, true, session).await?;
        link(InsertPairs::<R>::with::<DB>(rows, &of, &targets)?, session).await
    }
}

#[diagnostic::do_not_recommend]
impl<DB, R, N, K> CreateRelated<DB, R, Up> for Below<R, N, K, Up>
where
    DB: Database,
    R: ParentRelation<Source<R>>,
    K: CreateNested<DB, Target<R>> + Send,
    N: Send,
    Source<R>: Sync,
    Target<R>: Readable<DB> + Send + Sync,
    K::Row<N>: Creatable<DB, Target<R>, Insert: Send, Found: Send>,
{
    async fn parents<C>(
        own: &mut [Self],
        session: &mut Session<'_, C>,
    ) -> QueryResult<Vec<Target<R>>>
    where
        C: AsyncConnection<Backend = DB>,
    {
        level(R::NAME, Below::parents(own), |new| new, true, session).await
    }
}
