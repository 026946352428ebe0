//! Sending changes over an async connection: the same as `blocking`, with `await`.

use crate::database::backend::Database;
use crate::load::mode::Async;
use crate::model::error::Error;
use crate::model::relation::Model;
use crate::sql::sent::{Uncached, UntypedQuery};
use crate::write::change::{ChangeLinks, LinkStatement, WriteOn};
use crate::write::kind::Kind;
use crate::write::links::Step;
use crate::write::many_to_many::ManyToMany;
use crate::write::statement::{WriteLinks, explained};
use crate::write::values::WriteValues;
use diesel::QueryResult;
use diesel::query_builder::QueryFragment;
use diesel_async::{AsyncConnection, AsyncConnectionCore, TransactionManager};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use std::pin::pin;

#[diagnostic::do_not_recommend]
impl<C, K, R, M, V> WriteOn<C, Async> for ChangeLinks<K, R, M, V>
where
    C: AsyncConnection<Backend: Database>,
    K: Kind,
    R: WriteLinks<M, C::Backend>,
    M: Model<Table: QueryFragment<C::Backend>>,
    V: WriteValues<C::Backend>,
    Self: Send + Sync,
{
    type Output = K::Output;

    fn written<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<K::Output>>
    where
        Self: 'c,
    {
        Box::pin(async move {
            let steps = self.steps::<C::Backend>()?;
            let sent = match steps.len() {
                0 | 1 => self.send_async(steps, conn).await,
                _ => self.send_together(steps, conn).await,
            };
            sent.map(K::output)
        })
    }
}

impl<K, R: ManyToMany<M>, M: Model, V> ChangeLinks<K, R, M, V>
where
    Self: Send + Sync,
{
    /// Sends the statements in one transaction, or in a savepoint inside one.
    async fn send_together<C>(&self, steps: Vec<Step>, conn: &mut C) -> QueryResult<usize>
    where
        C: AsyncConnection<Backend: Database>,
        R: WriteLinks<M, C::Backend>,
        M: Model<Table: QueryFragment<C::Backend>>,
        V: WriteValues<C::Backend>,
    {
        C::TransactionManager::begin_transaction(conn).await?;
        let sent = self.send_async(steps, conn).await;
        end_transaction(sent, conn).await
    }

    /// Sends the statements, and returns the number of rows they changed.
    async fn send_async<C>(&self, steps: Vec<Step>, conn: &mut C) -> QueryResult<usize>
    where
        C: AsyncConnection<Backend: Database>,
        R: WriteLinks<M, C::Backend>,
        M: Model<Table: QueryFragment<C::Backend>>,
        V: WriteValues<C::Backend>,
    {
        let mut rows = 0;
        for step in steps {
            let locks = matches!(step, Step::LockSources(_) | Step::LockTargets(_));
            let statement = LinkStatement { change: self, step };
            if locks {
                lock::<R, M, _, _>(&statement, conn).await?;
                continue;
            }
            let changed = conn.execute_returning_count(&statement).await;
            rows += changed.map_err(explained::<R, M>)?;
        }
        Ok(rows)
    }
}

/// Commits a transaction, or rolls it back after an error.
///
/// `AsyncConnection::transaction` takes another kind of closure in each version of diesel-async.
pub(crate) async fn end_transaction<C, T>(sent: QueryResult<T>, conn: &mut C) -> QueryResult<T>
where
    C: AsyncConnection,
{
    match sent {
        Ok(_) => C::TransactionManager::commit_transaction(conn).await?,
        Err(_) => match C::TransactionManager::rollback_transaction(conn).await {
            // The error itself says more.
            Ok(()) | Err(diesel::result::Error::BrokenTransactionManager) => (),
            Err(error) => return Err(error),
        },
    }
    sent
}

/// Locks rows. It is an error if the transaction does not see what others have committed.
async fn lock<R, M, Q, C>(query: &Q, conn: &mut C) -> QueryResult<()>
where
    R: ManyToMany<M>,
    Q: QueryFragment<C::Backend> + Sync,
    C: AsyncConnectionCore<Backend: Database>,
{
    let mut rows = pin!(conn.load(UntypedQuery::<_, Uncached>::new(query, false)).await?);
    while let Some(row) = rows.next().await {
        if C::Backend::number(&row?)? != 0 {
            return Err(Error::StaleSnapshot { relation: R::NAME }.into());
        }
    }
    Ok(())
}
