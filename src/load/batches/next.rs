//! Loading a batch, over each kind of connection.

use crate::database::backend::Database;
use crate::database::selection::Readable;
use crate::fetch::collector::RowSink;
use crate::fetch::executions::Execution;
#[cfg(feature = "async")]
use crate::load::asynchronous;
use crate::load::batches::Batches;
#[cfg(feature = "async")]
use crate::load::mode::Async;
use crate::load::mode::{Blocking, Connected, Mode};
use crate::load::{blocking, trace};
use crate::model::error::{Error, index};
use crate::model::graph::Graph;
use crate::model::key::Key;
use crate::model::relation::Model;
use crate::sql::sent::{Uncached, UntypedQuery};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
#[cfg(feature = "async")]
use diesel_async::AsyncConnectionCore;
#[cfg(feature = "async")]
use futures_util::future::BoxFuture;

/// [`Batches`] that can be loaded over the connection `C`.
#[diagnostic::on_unimplemented(
    message = "these batches cannot be loaded over this connection",
    label = "a generic one needs `C: LoadConnection<Backend = …>`, another database its feature of conjoin",
    note = "what is in the query and in `.with(…)` has to be valid for that database and `Clone`; over an async connection, models have \
            to be `Send` and `Sync`",
    note = "a `MultiConnection` needs `conjoin::multi_connection!`; what is generic over the database requires \
            `LoadOn<…>`"
)]
pub trait NextOn<C: Connected<S>, S: Mode = Blocking> {
    /// A batch.
    type Graph;
    /// Loads the next batch.
    fn next_batch<'c>(&'c mut self, conn: &'c mut C) -> S::Output<'c, Option<Self::Graph>>
    where
        Self::Graph: 'c;
}

#[diagnostic::do_not_recommend]
impl<'q, C, M, E, K> NextOn<C, Blocking> for Batches<'q, M, E, K, C::Backend>
where
    C: LoadConnection<Backend: Database>,
    M: Readable<C::Backend>,
    E: blocking::Fill<'q, C::Backend, M> + Clone,
    K: Key,
{
    type Graph = Graph<M, E::Loaded>;

    fn next_batch<'c>(&'c mut self, conn: &'c mut C) -> QueryResult<Option<Self::Graph>>
    where
        Self::Graph: 'c,
    {
        let Some(mut batch) = self.ask()? else { return Ok(None) };
        trace::load::<M, _>(|| {
            blocking::send::receive(conn, execution(&self.statement), &mut batch)?;
            let Some(last) = self.last_of(&batch)? else { return Ok(None) };
            let rows = batch.rows.len();
            let graph = blocking::graph(batch.rows, self.edges.clone(), conn)?;
            self.advance(rows, last);
            Ok(Some(graph))
        })
    }
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<'q, C, M, E, K> NextOn<C, Async> for Batches<'q, M, E, K, C::Backend>
where
    C: AsyncConnectionCore<Backend: Database>,
    M: Readable<C::Backend> + Send + Sync,
    E: asynchronous::Fill<'q, C::Backend, M> + Clone + Send,
    K: Key,
{
    type Graph = Graph<M, E::Loaded>;

    fn next_batch<'c>(
        &'c mut self,
        conn: &'c mut C,
    ) -> BoxFuture<'c, QueryResult<Option<Self::Graph>>>
    where
        Self::Graph: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            let Some(mut batch) = self.ask()? else { return Ok(None) };
            asynchronous::send::receive(conn, execution(&self.statement), &mut batch).await?;
            let Some(last) = self.last_of(&batch)? else { return Ok(None) };
            let rows = batch.rows.len();
            let graph = asynchronous::graph(batch.rows, self.edges.clone(), conn).await?;
            self.advance(rows, last);
            Ok(Some(graph))
        }))
    }
}

/// The rows of a batch, as they are read.
struct Batch<M> {
    rows: Vec<M>,
}

impl<DB: Backend, M: Readable<DB>> RowSink<DB> for Batch<M> {
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        self.rows.push(M::build_from_row(row).map_err(DeserializationError)?);
        Ok(())
    }
}

fn execution<Q>(statement: &Q) -> Execution<'_, Q, Uncached> {
    Execution::Uncached(UntypedQuery::new(statement, false))
}

impl<M: Model, E, K: Key, DB> Batches<'_, M, E, K, DB> {
    /// An empty batch, to be filled, unless there are no more.
    fn ask(&self) -> QueryResult<Option<Batch<M>>> {
        self.check()?;
        Ok((!self.done).then(|| Batch { rows: Vec::new() }))
    }

    /// The key after which the next batch starts; `None` if this one is empty.
    fn last_of(&mut self, batch: &Batch<M>) -> QueryResult<Option<K>> {
        index(batch.rows.len())?;
        let Some(last) = batch.rows.last() else {
            self.done = true;
            return Ok(None);
        };
        let key = (self.key.of)(last);
        let again = |key| batch.rows.iter().any(|row| (self.key.is)(row, key));
        if key.is_none() || self.cursor.last().is_some_and(again) {
            return Err(Error::EndlessBatches.into());
        }
        Ok(key)
    }
}
