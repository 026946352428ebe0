//! One state of the database for several statements.

#[cfg(feature = "async")]
pub(crate) mod asynchronous;
mod state;

use crate::database::backend::Database;
use crate::snapshot::state::{Question, Steps, known, outcome};
use diesel::QueryResult;
use diesel::connection::{LoadConnection, TransactionManager};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a closure in a transaction in which every statement reads the same state of the database,
/// whatever others write meanwhile.
///
/// A graph is read by several statements, and others may write between them: a post that moves from
/// one user to another may then be loaded twice, or not at all. In a snapshot it cannot. The same
/// holds for several loads, batches, and Diesel's own queries.
///
/// ```
/// use blog::{Post, User, schema::{posts, users}};
/// use conjoin::{prelude::*, snapshot};
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let (users, posts) = snapshot(conn, |conn| {
///     let users = users::table.with(User::posts).load(conn)?;
///     let posts = posts::table.with(Post::author).load(conn)?;
///     QueryResult::Ok((users, posts))
/// })?;
/// // Every post that has an author is among the author's posts.
/// let written = posts.iter().filter(|post| post.author().is_some()).count();
/// assert_eq!(written, users.iter().map(|user| user.posts().len()).sum::<usize>());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The transaction is Diesel's, `REPEATABLE READ` and `READ ONLY` on PostgreSQL, MariaDB and MySQL.
/// On SQLite each transaction reads one state; `PRAGMA query_only` makes this one read only. The
/// connection may be pooled, or a `MultiConnection`. For a connection of diesel-async there is
#[cfg_attr(feature = "async", doc = "[`snapshot_async`](crate::snapshot_async).")]
#[cfg_attr(not(feature = "async"), doc = "`snapshot_async`, with the feature `async`.")]
///
/// # Errors
///
/// An error of the closure is returned, and ends the transaction; so does a panic. A statement that
/// changes rows is refused by the database.
///
/// ```
/// use blog::schema::posts;
/// use conjoin::snapshot;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let refused = snapshot(conn, |conn| diesel::delete(posts::table).execute(conn));
/// assert!(refused.is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// In a transaction that is already open, a snapshot is a savepoint, provided that the transaction
/// reads one state itself: on SQLite; on PostgreSQL if the isolation level is `REPEATABLE READ` or
/// `SERIALIZABLE`; and in another snapshot. Otherwise it is [`Error::NoSnapshot`], and the
/// closure does not run. MariaDB and MySQL do not tell the level of an open transaction, so there
/// it always is.
///
/// [`Error::NoSnapshot`]: crate::Error::NoSnapshot
pub fn snapshot<C, T, E, F>(conn: &mut C, read: F) -> Result<T, E>
where
    C: LoadConnection<Backend: Database>,
    F: FnOnce(&mut C) -> Result<T, E>,
    E: From<diesel::result::Error>,
{
    let steps = steps(conn)?;
    begin(conn, &steps)?;
    let read = catch_unwind(AssertUnwindSafe(|| read(conn)));
    let ended = end(conn, &steps, matches!(read, Ok(Ok(_))));
    outcome(read, ended)
}

type Transactions<C> = <C as diesel::Connection>::TransactionManager;

/// What to send for a snapshot on this connection, if it can be promised.
fn steps<C: LoadConnection<Backend: Database>>(conn: &mut C) -> QueryResult<Steps> {
    let status = Transactions::<C>::transaction_manager_status_mut(conn);
    let open = status.transaction_depth()?.is_some();
    if let Some(steps) = known::<C::Backend>(open) {
        return Ok(steps);
    }
    let question = Question::new(open);
    let mut answer = None;
    for row in conn.load(&question)? {
        answer = Some(C::Backend::number(&row?)?);
    }
    question.answered(answer)
}

fn begin<C: LoadConnection>(conn: &mut C, steps: &Steps) -> QueryResult<()> {
    send(conn, steps.before)?;
    if let Err(error) = Transactions::<C>::begin_transaction(conn) {
        // What was sent is about the next transaction, whoever begins that.
        break_if(conn, !steps.before.is_empty());
        return Err(error);
    }
    send(conn, steps.begin).inspect_err(|_| {
        let rolled_back = Transactions::<C>::rollback_transaction(conn);
        break_if(conn, rolled_back.is_err());
    })
}

fn end<C: LoadConnection>(conn: &mut C, steps: &Steps, commit: bool) -> QueryResult<()> {
    let restored = send(conn, steps.end);
    if commit && restored.is_ok() {
        return Transactions::<C>::commit_transaction(conn);
    }
    let rolled_back = Transactions::<C>::rollback_transaction(conn);
    break_if(conn, restored.is_err());
    rolled_back.and(restored)
}

fn send<C: LoadConnection>(conn: &mut C, sql: &str) -> QueryResult<()> {
    if sql.is_empty() { Ok(()) } else { conn.batch_execute(sql) }
}

/// Has pools discard the connection, and Diesel refuse to begin a transaction on it.
fn break_if<C: LoadConnection>(conn: &mut C, broken: bool) {
    if broken {
        Transactions::<C>::transaction_manager_status_mut(conn).set_in_error();
    }
}
