//! Sending the statements, and reading the rows that they insert.

use crate::create::batch::{Creatable, Statement};
use crate::create::explain::Place;
use crate::create::found::KeyOf;
use crate::create::generated::RESET;
use crate::create::pairs::InsertPairs;
use crate::create::session::{Question, Session, known};
use crate::database::backend::Database;
use crate::database::dialect::NewRows;
use crate::database::selection::Readable;
use crate::model::relation::Source;
use crate::sql::sent::{Uncached, UntypedQuery};
use crate::write::statement::WriteLinks;
use diesel::QueryResult;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel::result::Error::DeserializationError;
use diesel_async::AsyncConnection;
use futures_util::StreamExt;
use std::pin::pin;

pub(crate) async fn start<C>(conn: &mut C) -> QueryResult<Session<'_, C>>
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

/// Inserts rows, and returns them if that is asked for.
pub(crate) async fn insert<M, X, C>(
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
    let keys = statement.keys;
    if keys == KeyOf::Database {
        session.conn.batch_execute(RESET).await?;
    }
    execute(place, &statement.query, session).await?;
    let found = place.found(X::found(statement))?;
    let rows: Vec<M> = read(&found, session).await.map_err(|error| place.explain(error))?;
    place.check_found(rows.len(), keys)?;
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
pub(crate) async fn link<R, C>(
    pairs: Vec<InsertPairs<R>>,
    session: &mut Session<'_, C>,
) -> QueryResult<()>
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
