//! Creating rows over an async connection: the same as `blocking`, with `await`.

use crate::create::batch::{Creatable, Statement};
use crate::create::explain::Place;
use crate::create::found::KeyOf;
use crate::create::generated::RESET;
use crate::create::nested::{Below, GraphOf, Linked, Nested, Root};
use crate::create::pairs::InsertPairs;
use crate::create::relations::{Across, Down, Nests, Up};
use crate::create::session::{Question, Session, known};
use crate::create::slots::{TakesLinks, TakesRows};
use crate::create::{Create, CreateAll, SaveOn};
use crate::database::backend::Database;
use crate::database::dialect::NewRows;
use crate::database::selection::Readable;
use crate::graph::slot::Slot;
use crate::load::asynchronous::{Fill, graph};
use crate::load::mode::Async;
use crate::load::trace;
use crate::model::relation::{Model, One, Source, Target};
use crate::plan::loadable::Loadable;
use crate::sql::sent::{Uncached, UntypedQuery};
use crate::write::assign::ParentRelation;
use crate::write::children::ChildRelation;
use crate::write::many_to_many::LinkRelation;
use crate::write::statement::WriteLinks;
use diesel::QueryResult;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel::result::Error::{BrokenTransactionManager, DeserializationError};
use diesel_async::{AsyncConnection, TransactionManager};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use std::pin::pin;

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
            match &saved {
                Ok(_) => C::TransactionManager::commit_transaction(conn).await?,
                Err(_) => match C::TransactionManager::rollback_transaction(conn).await {
                    // The error itself says more.
                    Ok(()) | Err(BrokenTransactionManager) => (),
                    Err(error) => return Err(error),
                },
            }
            saved
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

async fn start<C>(conn: &mut C) -> QueryResult<Session<'_, C>>
where
    C: AsyncConnection<Backend: Database>,
{
    if let Some(new_rows) = known::<C::Backend>() {
        return Ok(Session { conn, new_rows });
    }
    let question = Question::default();
    {
        let mut rows = pin!(conn.load(UntypedQuery::<_, Uncached>::new(&question, false)).await?);
        while let Some(row) = rows.next().await {
            row?;
        }
    }
    Ok(Session { conn, new_rows: question.answered()? })
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

/// Inserts rows, and returns them if that is asked for.
async fn insert<M, X, C>(
    relation: &'static str,
    statements: Vec<Statement<X::Insert>>,
    returned: bool,
    session: &mut Session<'_, C>,
) -> QueryResult<Vec<M>>
where
    C: AsyncConnection<Backend: Database>,
    M: Readable<C::Backend> + Send,
    X: Creatable<C::Backend, M, Insert: Send, Found: Send>,
{
    let (mut first, mut created) = (0, Vec::new());
    for statement in statements {
        let place = Place { relation, first, rows: statement.rows };
        first += statement.rows;
        match returned {
            true => created.extend(inserted::<M, X, C>(place, statement, session).await?),
            false => execute(place, &statement.query, session).await?,
        }
    }
    Ok(created)
}

fn execute<Q, C>(
    place: Place,
    query: &Q,
    session: &mut Session<'_, C>,
) -> impl Future<Output = QueryResult<()>> + Send
where
    C: AsyncConnection<Backend: Database>,
    Q: QueryFragment<C::Backend> + QueryId,
{
    // The statement is written before the future is created: it may be `Send` but not `Sync`.
    let created = session.conn.execute_returning_count(query);
    async move { place.check(created.await.map_err(|error| place.explain(error))?) }
}

/// The rows that a statement inserts, in the order in which it was given them.
async fn inserted<M, X, C>(
    place: Place,
    statement: Statement<X::Insert>,
    session: &mut Session<'_, C>,
) -> QueryResult<Vec<M>>
where
    C: AsyncConnection<Backend: Database>,
    M: Readable<C::Backend> + Send,
    X: Creatable<C::Backend, M, Insert: Send, Found: Send>,
{
    if session.new_rows == NewRows::Returned {
        let read = read(&statement.query, session).await;
        let rows: Vec<M> = read.map_err(|error| place.explain(error))?;
        place.check(rows.len())?;
        return Ok(rows);
    }
    if statement.keys == KeyOf::Database {
        session.conn.batch_execute(RESET).await?;
    }
    execute(place, &statement.query, session).await?;
    let found = place.found(X::found(statement))?;
    let rows: Vec<M> = read(&found, session).await?;
    place.check_found(rows.len())?;
    Ok(rows)
}

fn read<Q, M, C>(
    query: &Q,
    session: &mut Session<'_, C>,
) -> impl Future<Output = QueryResult<Vec<M>>> + Send
where
    C: AsyncConnection<Backend: Database>,
    Q: QueryFragment<C::Backend>,
    M: Readable<C::Backend> + Send,
{
    let rows = session.conn.load(UntypedQuery::<_, Uncached>::new(query, false));
    async move {
        let mut rows = pin!(rows.await?);
        let mut read = Vec::new();
        while let Some(row) = rows.next().await {
            read.push(M::build_from_row(&row?).map_err(DeserializationError)?);
        }
        Ok(read)
    }
}

/// Inserts the links of new rows.
async fn link<R, C>(pairs: Vec<InsertPairs<R>>, session: &mut Session<'_, C>) -> QueryResult<()>
where
    C: AsyncConnection<Backend: Database>,
    R: WriteLinks<Source<R>, C::Backend, Through: Send>,
{
    let mut first = 0;
    for query in pairs {
        let rows = query.len();
        let place = Place { relation: R::NAME, first, rows };
        execute(place, &query, session).await?;
        first += rows;
    }
    Ok(())
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
    /// Creates the rows whose keys the rows of the source get.
    fn parents<C>(
        own: &mut [Self],
        session: &mut Session<'_, C>,
    ) -> impl Future<Output = QueryResult<R::Parents>> + Send
    where
        C: AsyncConnection<Backend = DB>;
    /// Creates the rows that get keys of the source.
    fn after<C>(
        own: Vec<Self>,
        rows: &[Source<R>],
        session: &mut Session<'_, C>,
    ) -> impl Future<Output = QueryResult<()>> + Send
    where
        C: AsyncConnection<Backend = DB>;
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
    async fn parents<C>(_: &mut [Self], _: &mut Session<'_, C>) -> QueryResult<()> {
        Ok(())
    }

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
    async fn parents<C>(_: &mut [Self], _: &mut Session<'_, C>) -> QueryResult<()> {
        Ok(())
    }

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

    async fn after<C>(_: Vec<Self>, _: &[Source<R>], _: &mut Session<'_, C>) -> QueryResult<()> {
        Ok(())
    }
}
