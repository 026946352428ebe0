//! Loads a large result in batches: a limited number of rows at a time, each batch with its
//! relations.

pub(crate) mod cursor;
pub(crate) mod next;
pub(crate) mod plain;

use crate::database::backend::{Database, text};
use crate::database::selection::{Readable, Selection};
use crate::load::Load;
use crate::load::batches::cursor::{After, ByKey, Cursor, InKeyOrder, Then};
use crate::load::batches::next::NextOn;
use crate::load::batches::plain::{NeverNull, OneRowEach, Plain};
use crate::load::mode::{Connected, Mode};
use crate::model::error::Error;
use crate::model::from::SelectFrom;
use crate::model::key::{Key, KeyRef, Keyed};
use crate::model::relation::{Model, PrimaryKey};
use crate::sql::sent::Limited;
use diesel::QueryResult;
use diesel::query_builder::{AsQuery, QueryFragment};
use diesel::query_dsl::methods::{FilterDsl, LimitDsl, OrderDsl, SelectDsl};
use std::sync::Arc;

/// The rows of a query with their relations, a batch at a time.
///
/// Made by [`batches`](Load::batches) and [`batches_by`](Load::batches_by). `K` is the key by which
/// the batches are ordered.
#[allow(missing_debug_implementations)]
#[must_use = "nothing is loaded until `.next(conn)`"]
pub struct Batches<'q, M, E, K, DB> {
    statement: Box<dyn QueryFragment<DB> + Send + 'q>,
    /// Whether that is a statement without an order or limit of its own.
    plain: bool,
    rows: i64,
    edges: E,
    cursor: Arc<Cursor<K>>,
    key: KeyOfRow<M, K>,
    so_far: Progress,
    progress: Option<Box<dyn FnMut(Progress) + Send + 'q>>,
    done: bool,
}

/// How much has been loaded so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Progress {
    /// The number of batches.
    pub batches: u64,
    /// The number of rows of the query in them.
    pub rows: u64,
}

/// Large results.
impl<Q, M, E> Load<Q, M, E> {
    /// Loads the query in batches of at most `rows` rows each, in the order of their primary key.
    /// Memory holds one batch, and a key for each earlier one.
    ///
    /// Each batch is a [`Graph`](crate::Graph), loaded with the statements of an ordinary load. The
    /// next batch starts at a key, not at an offset: the last batch takes as long as the first, and
    /// rows may be changed, added and deleted between two batches, also over the same connection. A
    /// batch sees the rows that exist when it is loaded.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let mut batches = users::table.with(User::posts).batches(2);
    /// while let Some(users) = batches.next(conn)? {
    ///     for user in users.iter().filter(|user| user.posts().is_empty()) {
    ///         diesel::delete(users::table.find(user.id)).execute(conn)?;
    ///     }
    /// }
    /// // SELECT users.id, users.username FROM users WHERE 1 = 1 ORDER BY users.id LIMIT ? + 0
    /// // SELECT … FROM posts WHERE posts.user_id IN (?, ?)
    /// // DELETE …
    /// // SELECT users.id, users.username FROM users WHERE users.id > ? ORDER BY users.id LIMIT ? + 0
    /// // …
    /// # assert_eq!(users::table.count().get_result::<i64>(conn)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// The query must not have an order, limit, offset, join or lock of its own; otherwise it does
    /// not compile. The join of a model's own `base_query` is none. A boxed query is checked when it runs, and fails with an error of the first
    /// [`next`](Batches::next). So does a number of rows below one.
    pub fn batches<'q, DB>(self, rows: i64) -> Batches<'q, M, E, BatchKey<M>, DB>
    where
        M: Model + Keyed<PrimaryKey<M>>,
        Q: AsQuery<Query: Plain + SelectFrom<From: OneRowEach<M, DB>>>
            + InBatches<'q, DB, M, ByKey<PrimaryKey<M>>, BatchKey<M>>,
    {
        let of = |row: &M| row.key().map(KeyRef::owned);
        let is = |row: &M, key: &_| row.key().is_some_and(|own| own.is(key));
        self.in_order(rows, KeyOfRow { of, is })
    }

    /// Like [`batches`](Load::batches), but ordered by a `NOT NULL` column, and by the primary key
    /// where that is equal.
    ///
    /// An index on the column, followed by the primary key on PostgreSQL and SQLite, keeps the last
    /// batch as fast as the first. In SQLite, a column of dates or decimals must be stored as
    /// Diesel writes them, because there they are compared as text.
    ///
    /// ```
    /// use blog::{User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let mut batches = users::table.with(User::posts).batches_by(users::username, 2).descending();
    /// let first = batches.next(conn)?.expect("three users");
    /// assert_eq!(first.rows()[0].username, "carol");
    /// // SELECT … FROM users WHERE 1 = 1 ORDER BY users.username DESC, users.id DESC LIMIT ? + 0
    /// let last = batches.next(conn)?.expect("a third user");
    /// assert_eq!(last.rows()[0].username, "alice");
    /// // SELECT … FROM users WHERE (users.username, users.id) < (?, ?)
    /// //   ORDER BY users.username DESC, users.id DESC LIMIT ? + 0
    /// assert!(batches.next(conn)?.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn batches_by<'q, C, DB>(
        self,
        _: C,
        rows: i64,
    ) -> Batches<'q, M, E, (C::Key, BatchKey<M>), DB>
    where
        C: NeverNull<M>,
        M: Model + Keyed<PrimaryKey<M>>,
        Q: AsQuery<Query: Plain + SelectFrom<From: OneRowEach<M, DB>>>
            + InBatches<'q, DB, M, Then<ByKey<C>, ByKey<PrimaryKey<M>>>, (C::Key, BatchKey<M>)>,
    {
        let of = |row: &M| Some((C::key(row)?, row.key()?.owned()));
        let is = |row: &M, (first, then): &(_, _)| {
            C::is(row, first) && row.key().is_some_and(|own| own.is(then))
        };
        self.in_order(rows, KeyOfRow { of, is })
    }

    fn in_order<'q, DB, O, K: Key>(self, rows: i64, key: KeyOfRow<M, K>) -> Batches<'q, M, E, K, DB>
    where
        Q: InBatches<'q, DB, M, O, K>,
    {
        let cursor = Arc::new(Cursor::default());
        let (statement, plain) = self.query.in_batches(&cursor, rows);
        let edges = self.edges;
        let so_far = Progress::default();
        Batches { statement, plain, rows, edges, cursor, key, so_far, progress: None, done: false }
    }
}

/// The key of a row, by which batches follow each other.
struct KeyOfRow<M, K> {
    /// The key, unless it is `NULL`.
    of: fn(&M) -> Option<K>,
    /// Whether it is this one.
    is: fn(&M, &K) -> bool,
}

/// The primary key of a model's rows.
type BatchKey<M> = <M as Keyed<PrimaryKey<M>>>::Key;

impl<M, E, K: Key, DB> Batches<'_, M, E, K, DB> {
    /// Starts from the greatest key. Call it before the first [`next`](Self::next).
    pub fn descending(self) -> Self {
        self.cursor.descend();
        self
    }

    /// Starts after the row with this key: that of the last row of a batch that was processed
    /// before, as returned by [`last_key`](Self::last_key). Call it before the first
    /// [`next`](Self::next).
    ///
    /// ```
    /// use blog::{User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let mut batches = users::table.with(User::posts).batches(2);
    /// batches.next(conn)?;
    /// let done = batches.last_key().copied(); // to be kept until tomorrow
    ///
    /// let mut batches = users::table.with(User::posts).batches(2).after(done.expect("two users"));
    /// let rest = batches.next(conn)?.expect("a third user");
    /// assert_eq!(rest.rows()[0].username, "carol");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn after(self, key: K) -> Self {
        self.cursor.push(key);
        self
    }

    /// The key of the last row of the last batch, or the key passed to [`after`](Self::after).
    pub fn last_key(&self) -> Option<&K> {
        self.cursor.last()
    }

    /// How much has been loaded so far.
    pub fn so_far(&self) -> Progress {
        self.so_far
    }

    /// Calls a function after each batch, for a progress bar or a log.
    ///
    /// ```
    /// # use blog::{User, schema::users};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let mut batches = users::table
    ///     .with(User::posts)
    ///     .batches(2)
    ///     .progress(|so_far| eprintln!("{} users", so_far.rows));
    /// while let Some(users) = batches.next(conn)? {
    ///     // …
    ///     # assert!(!users.is_empty());
    /// }
    /// # assert_eq!(batches.so_far().rows, 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn progress<'q>(self, report: impl FnMut(Progress) + Send + 'q) -> Batches<'q, M, E, K, DB>
    where
        Self: 'q,
        DB: 'q,
    {
        Batches { progress: Some(Box::new(report)), ..self }
    }

    /// Loads the next batch; returns `None` if there is none.
    ///
    /// Whether it blocks depends on the connection, as with [`Load::load`].
    ///
    /// # Errors
    ///
    /// As [`Load::load`]. After an error, the next call loads the same batch again.
    pub fn next<'c, C, S, G>(&'c mut self, conn: &'c mut C) -> S::Output<'c, Option<G>>
    where
        S: Mode,
        C: Connected<S>,
        Self: NextOn<C, S, Graph = G>,
        G: 'c,
    {
        self.next_batch(conn)
    }

    fn check(&self) -> QueryResult<()> {
        match self {
            Batches { rows: ..1, .. } => Err(Error::EmptyBatches { rows: self.rows }.into()),
            Batches { plain: false, .. } => Err(Error::UnsuitableForBatches.into()),
            _ => Ok(()),
        }
    }

    /// Counts a batch.
    fn advance(&mut self, rows: usize, last: K) {
        self.done = (rows as u64) < self.rows as u64;
        self.cursor.push(last);
        self.so_far.batches += 1;
        self.so_far.rows += rows as u64;
        if let Some(report) = &mut self.progress {
            report(self.so_far);
        }
    }
}

/// A query that can be loaded in batches.
pub trait InBatches<'q, DB, M, O, K> {
    /// The statement for the batch after the cursor, and whether the statement itself has the limit
    /// and order.
    fn in_batches(
        self,
        cursor: &Arc<Cursor<K>>,
        rows: i64,
    ) -> (Box<dyn QueryFragment<DB> + Send + 'q>, bool);
}

#[diagnostic::do_not_recommend]
impl<'q, Q, F, S, DB, M, O, K> InBatches<'q, DB, M, O, K> for Q
where
    DB: Database,
    M: Readable<DB>,
    O: Default,
    Q: FilterDsl<After<O, K>, Output = F>,
    F: QueryFragment<DB> + OrderDsl<InKeyOrder<O, K>, Output = S>,
    S: QueryFragment<DB>
        + LimitDsl<Output: SelectDsl<Selection<M, DB>, Output: QueryFragment<DB> + Send + 'q>>,
    InKeyOrder<O, K>: QueryFragment<DB>,
{
    fn in_batches(
        self,
        cursor: &Arc<Cursor<K>>,
        rows: i64,
    ) -> (Box<dyn QueryFragment<DB> + Send + 'q>, bool) {
        let filtered = self.filter(After::new(cursor));
        let order = InKeyOrder::new(cursor);
        let expected = ordered_text(&filtered, &order);
        let ordered = filtered.order(order);
        // An order of the query's own would be gone now, and a limit or a lock stand behind this one.
        let plain = text(&ordered) == expected;
        let query = ordered.limit(rows).select(Selection::default());
        (Box::new(Limited(query)), plain)
    }
}

/// `SELECT … ORDER BY …`
fn ordered_text<DB: Database>(
    query: &impl QueryFragment<DB>,
    order: &impl QueryFragment<DB>,
) -> QueryResult<String> {
    Ok(format!("{} ORDER BY {}", text(query)?, text(order)?))
}
