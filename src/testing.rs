//! Counts the statements that code sends, for tests against N+1 queries.
//!
//! [`assert_statements!`](crate::assert_statements) asserts a number; [`record`] returns the text.
//! Both work with any Diesel code, with or without relations. They replace the connection's
//! instrumentation while the code runs, and hence cannot be nested. With the feature `async` they
//! have counterparts for the connections of diesel-async.

use crate::database::dialect::is_of_snapshot;
use diesel::connection::{Connection, Instrumentation, InstrumentationEvent};
use std::fmt::Write;
#[cfg(feature = "async")]
use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};

/// The statements that were sent, in order, as returned by [`record`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statements {
    /// Queries and commands, with placeholders for their binds.
    pub sent: Vec<String>,
    /// `BEGIN`, `COMMIT`, `ROLLBACK`, savepoints, and what a [`snapshot`](crate::snapshot) adds to them.
    pub transaction: Vec<String>,
}

/// Runs `code` and records the statements it sends over `conn`.
///
/// Afterwards the connection has Diesel's default instrumentation, because Diesel offers no way to
/// restore the previous one.
///
/// ```
/// use blog::{User, schema::users};
/// use conjoin::{prelude::*, testing};
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let (users, statements) = testing::record(conn, |conn| users::table.with(User::posts).load(conn));
/// assert_eq!(statements.sent.len(), 2);
/// assert!(statements.sent[1].contains("FROM `posts`"));
/// # users?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn record<Conn: Connection, T>(
    conn: &mut Conn,
    code: impl FnOnce(&mut Conn) -> T,
) -> (T, Statements) {
    let recorder = Recorder::default();
    conn.set_instrumentation(recorder.clone());
    let result = code(conn);
    conn.set_instrumentation(diesel::connection::get_default_instrumentation());
    (result, recorder.statements())
}

/// [`record`] for a connection of diesel-async.
///
/// If the future is dropped half-way, the recorder stays on the connection, where it only records.
///
/// ```
/// # use blog::tokio;
/// use blog::{User, schema::users};
/// use conjoin::testing;
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let conn = &mut blog::async_database()?;
/// let load = async |conn: &mut _| users::table.with(User::posts).load(conn).await;
/// let (users, statements) = testing::record_async(conn, load).await;
/// assert_eq!((users?.len(), statements.sent.len()), (3, 2));
/// # Ok(())
/// # }
/// ```
#[cfg(feature = "async")]
pub async fn record_async<Conn, T>(
    conn: &mut Conn,
    code: impl AsyncFnOnce(&mut Conn) -> T,
) -> (T, Statements)
where
    Conn: diesel_async::AsyncConnection,
{
    let recorder = Recorder::default();
    conn.set_instrumentation(recorder.clone());
    let result = code(conn).await;
    conn.set_instrumentation(diesel::connection::get_default_instrumentation());
    (result, recorder.statements())
}

/// Asserts the number of statements that a closure sends, and returns the closure's result.
///
/// `BEGIN`, `COMMIT` and so on do not count. A failure prints the text of every statement, so that
/// an N+1 query is easy to spot.
///
/// ```
/// use blog::{User, schema::users};
/// use conjoin::{assert_statements, prelude::*};
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let users = assert_statements!(2, conn, |conn| users::table.with(User::posts).load(conn))?;
/// // None of these sends anything.
/// assert_statements!(0, conn, |_| users.iter().map(|user| user.posts().len()).sum::<usize>());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// With the feature `async`, pass an `async` closure and await the result:
///
#[cfg_attr(feature = "async", doc = "```")]
#[cfg_attr(not(feature = "async"), doc = "```ignore")]
/// # use blog::tokio;
/// # use blog::{User, schema::users};
/// # use conjoin::{assert_statements, prelude::*};
/// # use diesel::prelude::*;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let conn = &mut blog::async_database()?;
/// let load = users::table.with(User::posts);
/// let users = assert_statements!(2, conn, async |conn| load.load(conn).await).await?;
/// # assert_eq!(users.len(), 3);
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! assert_statements {
    ($expected:expr, $conn:expr, async |$name:tt| $code:expr $(,)?) => {
        $crate::testing::assert_sent_async($expected, $conn, async |$name| $code)
    };
    ($expected:expr, $conn:expr, async move |$name:tt| $code:expr $(,)?) => {
        $crate::testing::assert_sent_async($expected, $conn, async move |$name| $code)
    };
    ($expected:expr, $conn:expr, $code:expr $(,)?) => {
        $crate::testing::assert_sent($expected, $conn, $code)
    };
}

/// What [`assert_statements!`] calls.
#[doc(hidden)]
#[track_caller]
pub fn assert_sent<Conn: Connection, T>(
    expected: usize,
    conn: &mut Conn,
    code: impl FnOnce(&mut Conn) -> T,
) -> T {
    let (result, statements) = record(conn, code);
    if let Some(difference) = statements.difference(expected) {
        panic!("{difference}");
    }
    result
}

/// What [`assert_statements!`] calls for an `async` closure.
// Not an `async fn`, which would not know its caller.
#[cfg(feature = "async")]
#[doc(hidden)]
#[track_caller]
pub fn assert_sent_async<Conn, T>(
    expected: usize,
    conn: &mut Conn,
    code: impl AsyncFnOnce(&mut Conn) -> T,
) -> impl Future<Output = T>
where
    Conn: diesel_async::AsyncConnection,
{
    let caller = Location::caller();
    async move {
        let (result, statements) = record_async(conn, code).await;
        if let Some(difference) = statements.difference(expected) {
            panic!("{caller}: {difference}");
        }
        result
    }
}

impl Statements {
    /// The message if the number differs.
    fn difference(&self, expected: usize) -> Option<String> {
        let count = self.sent.len();
        let lines: String = self.sent.iter().map(|sql| format!("  {sql}\n")).collect();
        (count != expected)
            .then(|| format!("expected {expected} statements, {count} were sent:\n{lines}"))
    }
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Statements>>);

impl Recorder {
    fn statements(&self) -> Statements {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let mut text = String::new();
            // What Diesel cannot write is not sent.
            if write!(text, "{query}").is_err() {
                return;
            }
            let sql = text.rsplit_once(" -- binds:").map_or(text.as_str(), |(sql, _)| sql);
            let mut statements = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if is_transaction_control(sql) || is_of_snapshot(sql) {
                statements.transaction.push(sql.to_owned());
            } else {
                statements.sent.push(sql.to_owned());
            }
        }
    }
}

fn is_transaction_control(sql: &str) -> bool {
    let first = sql.split_whitespace().next().unwrap_or_default();
    ["BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"]
        .iter()
        .any(|word| first.eq_ignore_ascii_case(word))
}
