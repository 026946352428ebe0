//! Over the connections of diesel-async.

use crate::database::backend::Database;
use crate::snapshot::state::{Question, Steps, known, outcome};
use diesel::QueryResult;
use diesel_async::{AsyncConnection, TransactionManager};
use futures_util::StreamExt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use std::thread;

/// [`snapshot`](crate::snapshot) for a connection of diesel-async.
///
/// ```
/// # use blog::tokio;
/// use blog::{Post, User, schema::{posts, users}};
/// use conjoin::{prelude::*, snapshot_async};
/// use diesel::prelude::*;
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let conn = &mut blog::async_database()?;
/// let (users, posts) = snapshot_async(conn, async |conn| {
///     let users = users::table.with(User::posts).load(conn).await?;
///     let posts = posts::table.with(Post::author).load(conn).await?;
///     QueryResult::Ok((users, posts))
/// })
/// .await?;
/// # assert_eq!((users.len(), posts.len()), (3, 4));
/// # Ok(())
/// # }
/// ```
///
/// The future is `Send`. If it is dropped half-way, the transaction stays open, as it does with a
/// transaction of diesel-async's. The connection is marked as broken: pools discard it, and no other
/// transaction begins on it.
#[allow(clippy::manual_async_fn)] // It states that the future is `Send`.
pub fn snapshot_async<'c, C, T, E, F>(
    conn: &'c mut C,
    read: F,
) -> impl Future<Output = Result<T, E>> + Send + 'c
where
    C: AsyncConnection<Backend: Database>,
    T: Send + 'c,
    E: From<diesel::result::Error> + Send + 'c,
    F: for<'r> AsyncFnOnce(&'r mut C) -> Result<T, E>
        + for<'r> SendAsyncFn<&'r mut C, Result<T, E>, Fut: Send>
        + Send
        + 'c,
{
    async move {
        let mut conn = BrokenIfDropped { conn, armed: true };
        let ran = run(&mut *conn.conn, read).await;
        conn.armed = false;
        let (read, ended) = ran?;
        outcome(read, ended)
    }
}

/// An async closure, with a name for its future.
///
/// `AsyncFnOnce` has one as well, but Rust does not let it be named yet.
pub trait SendAsyncFn<A, R>: FnOnce(A) -> <Self as SendAsyncFn<A, R>>::Fut {
    /// The future.
    type Fut: Future<Output = R>;
}

impl<F: FnOnce(A) -> Fut, A, R, Fut: Future<Output = R>> SendAsyncFn<A, R> for F {
    type Fut = Fut;
}

/// Marks a connection as broken if the future of a snapshot is dropped.
struct BrokenIfDropped<'c, C: AsyncConnection> {
    conn: &'c mut C,
    armed: bool,
}

impl<C: AsyncConnection> Drop for BrokenIfDropped<'_, C> {
    fn drop(&mut self) {
        if self.armed {
            // diesel-async's wrapper of a blocking connection panics while another thread uses it. Then the
            // open transaction marks it alone.
            let _ = catch_unwind(AssertUnwindSafe(|| break_if(self.conn, true)));
        }
    }
}

/// What the closure returns or panics with, and how the transaction ended.
async fn run<C, T, E, F>(
    conn: &mut C,
    read: F,
) -> QueryResult<(thread::Result<Result<T, E>>, QueryResult<()>)>
where
    C: AsyncConnection<Backend: Database>,
    F: for<'r> SendAsyncFn<&'r mut C, Result<T, E>, Fut: Send>,
{
    let steps = steps(conn).await?;
    begin(conn, &steps).await?;
    let read = caught(read(conn)).await;
    let ended = end(conn, &steps, matches!(read, Ok(Ok(_)))).await;
    Ok((read, ended))
}

/// A future's value, or its panic.
async fn caught<F: Future>(future: F) -> thread::Result<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

type Transactions<C> = <C as AsyncConnection>::TransactionManager;

/// What to send for a snapshot on this connection, if it can be promised.
async fn steps<C: AsyncConnection<Backend: Database>>(conn: &mut C) -> QueryResult<Steps> {
    let status = Transactions::<C>::transaction_manager_status_mut(conn);
    let open = status.transaction_depth()?.is_some();
    if let Some(steps) = known::<C::Backend>(open) {
        return Ok(steps);
    }
    let question = Question::new(open);
    let mut answer = None;
    {
        let mut rows = pin!(conn.load(&question).await?);
        while let Some(row) = rows.next().await {
            answer = Some(C::Backend::number(&row?)?);
        }
    }
    question.answered(answer)
}

async fn begin<C: AsyncConnection>(conn: &mut C, steps: &Steps) -> QueryResult<()> {
    send(conn, steps.before).await?;
    if let Err(error) = Transactions::<C>::begin_transaction(conn).await {
        // What was sent is about the next transaction, whoever begins that.
        break_if(conn, !steps.before.is_empty());
        return Err(error);
    }
    let begun = send(conn, steps.begin).await;
    if begun.is_err() {
        let rolled_back = Transactions::<C>::rollback_transaction(conn).await;
        break_if(conn, rolled_back.is_err());
    }
    begun
}

async fn end<C: AsyncConnection>(conn: &mut C, steps: &Steps, commit: bool) -> QueryResult<()> {
    let restored = send(conn, steps.end).await;
    if commit && restored.is_ok() {
        return Transactions::<C>::commit_transaction(conn).await;
    }
    let rolled_back = Transactions::<C>::rollback_transaction(conn).await;
    break_if(conn, restored.is_err());
    rolled_back.and(restored)
}

async fn send<C: AsyncConnection>(conn: &mut C, sql: &str) -> QueryResult<()> {
    if sql.is_empty() { Ok(()) } else { conn.batch_execute(sql).await }
}

/// Has pools discard the connection, and diesel-async refuse to begin a transaction on it.
fn break_if<C: AsyncConnection>(conn: &mut C, broken: bool) {
    if broken {
        Transactions::<C>::transaction_manager_status_mut(conn).set_in_error();
    }
}
