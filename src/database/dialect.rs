//! What each database is sent differently, with the reason or the measurement for each choice.

// What is used depends on the features.
#![allow(dead_code)]

/// The SQL before and after something.
type Around = (&'static str, &'static str);

/// The fastest way to find the first rows of each of several parents.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FirstRows {
    /// A subquery with a `LIMIT` for each parent.
    Correlated,
    /// A `LATERAL` join with such a subquery.
    Lateral,
    /// Ranking all rows of the parents by `ROW_NUMBER`.
    Ranked,
}

/// How a link that is there already is left as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PairOnce {
    /// `ON CONFLICT (post_id, tag_id) DO NOTHING`
    OnConflict,
    /// `ON DUPLICATE KEY UPDATE post_id = …`, which applies to every unique constraint of the table.
    OnDuplicateKey,
}

/// How a database tells which rows it inserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NewRows {
    /// `INSERT … RETURNING …`
    Returned,
    /// They are found by their keys.
    Found,
}

/// How rows are locked until the end of the transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowLock {
    /// 1 if later statements of the transaction do not see what others committed in the meantime, or 0.
    pub(crate) stale: &'static str,
    /// After the query for rows that only this transaction may lock.
    pub(crate) exclusive: &'static str,
    /// After the query for rows that others may lock in the same way.
    pub(crate) shared: &'static str,
}

/// How the SQL of one database differs from that of the others.
#[derive(Debug)]
pub struct Dialect {
    /// Around the rows that several columns are compared with, if the database compares these keys as Rust
    /// does.
    pub(crate) rows: Around,
    /// Around the rows with other keys, such as text, or `None` if each row needs a condition of its own.
    pub(crate) inexact_rows: Option<Around>,
    /// Around a timestamp in a list of them.
    pub(crate) listed_timestamp: Around,
    /// Around `BigInt`s, so that their sum is one as well.
    pub(crate) large_sum: Around,
    /// Around integers, so that their average is a floating-point number.
    pub(crate) integer_avg: Around,
    /// Before a statement with a recursive query, so that it runs to completion.
    pub(crate) before_recursion: &'static str,
    /// Whether it uses an index for `(a, b) > (?, ?)`.
    pub(crate) compares_rows: bool,
    /// The fastest statement for the first rows of each of several parents.
    pub(crate) first_rows: FirstRows,
    /// Whether it finds the keys of a list in ascending order, and then need not sort by them.
    pub(crate) key_before_order: bool,
    /// Whether a full list of keys is found faster as a table that is joined than as a list.
    pub(crate) joins_keys: bool,
    /// Whether a column of integers may hold other values.
    pub(crate) loose_types: bool,
    /// How a link that is there already is left as it is.
    pub(crate) pair_once: PairOnce,
    /// Whether `DELETE posts FROM posts WHERE …` executes subqueries faster than `DELETE FROM posts WHERE …`.
    pub(crate) deletes_by_name: bool,
    /// How it tells which rows it inserted.
    pub(crate) new_rows: NewRows,
    /// How rows are locked, or `None` if only one transaction at a time can write.
    pub(crate) row_lock: Option<RowLock>,
    /// How it reads one state of the database.
    pub(crate) snapshot: SnapshotSql,
}

/// What is sent, in addition to `BEGIN` and `COMMIT`, so that several statements read one state of the
/// database and none writes.
///
/// The two questions select a number: the sum of [`ONE_STATE`], if the transaction can promise that, and
/// [`READ_ONLY`], if writes are refused already.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SnapshotSql {
    /// The question before a transaction begins, unless nothing can be in the way.
    pub(crate) ask_before: Option<&'static str>,
    /// The question in a transaction that is open already.
    pub(crate) ask_in_open: &'static str,
    /// Sent before the transaction begins.
    pub(crate) before: &'static str,
    /// Sent first in the transaction.
    pub(crate) begin: &'static str,
    /// Sent first in a savepoint of a transaction that is open already.
    pub(crate) begin_in_open: &'static str,
    /// Sent last, unless writes were refused already.
    pub(crate) end: &'static str,
    /// Why a transaction cannot promise one state, and what to do.
    pub(crate) refusal: &'static str,
}

/// The question if nothing can be in the way, to find out which database it is.
pub(crate) const WHICH_DATABASE: &str = "SELECT 1 AS snapshot";

/// Whether a statement belongs to a snapshot, and not to what is read in it.
pub(crate) fn is_of_snapshot(sql: &str) -> bool {
    let dialects = [
        #[cfg(feature = "sqlite")]
        &SQLITE,
        #[cfg(feature = "postgres_backend")]
        &POSTGRESQL,
        #[cfg(feature = "mysql_backend")]
        &MARIADB,
        &COMMON,
    ];
    dialects.iter().any(|dialect| {
        let SnapshotSql { ask_before, ask_in_open, before, begin, begin_in_open, end, .. } =
            dialect.snapshot;
        let before_it = ask_before.unwrap_or(WHICH_DATABASE);
        [before_it, ask_in_open, before, begin, begin_in_open, end].contains(&sql)
    })
}

/// The transaction reads one state of the database.
pub(crate) const ONE_STATE: i32 = 1;

/// Writes are refused already.
pub(crate) const READ_ONLY: i32 = 2;

/// What most of them take.
const COMMON: Dialect = Dialect {
    rows: ("SELECT * FROM (VALUES ", ") AS keys"),
    inexact_rows: None,
    listed_timestamp: ("", ""),
    large_sum: ("COALESCE(SUM(", "), 0)"),
    integer_avg: ("AVG(", ")"),
    before_recursion: "",
    compares_rows: true,
    first_rows: FirstRows::Ranked,
    key_before_order: false,
    joins_keys: false,
    loose_types: false,
    pair_once: PairOnce::OnConflict,
    deletes_by_name: false,
    new_rows: NewRows::Returned,
    row_lock: None,
    snapshot: SnapshotSql {
        ask_before: None,
        ask_in_open: "",
        before: "",
        begin: "",
        begin_in_open: "",
        end: "",
        refusal: "",
    },
};

#[cfg(feature = "sqlite")]
pub(crate) static SQLITE: Dialect = Dialect {
    // Without the subquery, SQLite 3.40 uses no index for `VALUES` and reads the whole table; the bundled
    // version does use it.
    inexact_rows: Some(COMMON.rows),
    // 1.5 to 2.4 times as fast as ranks, for 1 000 users with ten posts each.
    first_rows: FirstRows::Correlated,
    // For 1 000 users with their posts, an order by the primary key costs nothing instead of 45 %.
    key_before_order: true,
    // It would sort a list into a tree first, which takes 14 % of reading links.
    joins_keys: true,
    loose_types: true,
    // Every transaction reads one state, in WAL mode while others write. Except that a connection with a
    // shared cache may read what others have not committed.
    snapshot: SnapshotSql {
        ask_before: Some(SQLITE_STATE),
        ask_in_open: SQLITE_STATE,
        begin: "PRAGMA query_only = ON",
        begin_in_open: "PRAGMA query_only = ON",
        end: "PRAGMA query_only = OFF",
        refusal: "this connection reads what others have not committed; turn its `PRAGMA \
                  read_uncommitted` off",
        ..COMMON.snapshot
    },
    ..COMMON
};

#[cfg(feature = "sqlite")]
const SQLITE_STATE: &str = "SELECT 1 - read_uncommitted + 2 * query_only \
                            FROM pragma_read_uncommitted, pragma_query_only";

#[cfg(feature = "postgres_backend")]
pub(crate) static POSTGRESQL: Dialect = Dialect {
    // It joins the table of rows, which takes a third of the time of as many conditions. But PostgreSQL 15
    // makes that table distinct by the default collation; if two of its rows are equal under the collation
    // of the columns, a row is then returned twice. Hence a condition for each row of text.
    inexact_rows: None,
    large_sum: ("CAST(COALESCE(SUM(", "), 0) AS BIGINT)"),
    integer_avg: ("CAST(AVG(", ") AS DOUBLE PRECISION)"),
    // 1.5 times as fast as ranks, and 3 times with an index in the order of the rows.
    first_rows: FirstRows::Lateral,
    row_lock: Some(RowLock {
        // A lock does not renew the snapshot of this level. `SERIALIZABLE` has the same snapshot, but
        // detects that two transactions wrote on the basis of what they read.
        stale: "CASE current_setting('transaction_isolation') \
                WHEN 'repeatable read' THEN 1 ELSE 0 END",
        // Weaker than `FOR UPDATE`: it does not wait for rows that are inserted with a foreign key.
        exclusive: " FOR NO KEY UPDATE",
        shared: " FOR SHARE",
    }),
    // `BEGIN` has been sent by Diesel. A savepoint that is released makes the transaction writable again.
    snapshot: SnapshotSql {
        ask_in_open: "SELECT CASE WHEN current_setting('transaction_isolation') \
                      IN ('repeatable read', 'serializable') THEN 1 ELSE 0 END",
        begin: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        begin_in_open: "SET TRANSACTION READ ONLY",
        refusal: "in the open transaction each statement reads a state of its own; begin that one with \
                  `build_transaction().repeatable_read()`, or call `snapshot` outside of it",
        ..COMMON.snapshot
    },
    ..COMMON
};

#[cfg(feature = "mysql_backend")]
pub(crate) static MARIADB: Dialect = Dialect {
    // It uses indexes for a list of numbers, and reads the whole table for one of text: 3.4 s for 1 024 of
    // 50 000 rows, against 0.03 s with a condition for each row. MariaDB 10.11 also finds no row if the
    // column's character set differs from that of the connection.
    rows: ("", ""),
    inexact_rows: None,
    // In a list of typed binds, MariaDB finds only the first one in a `TIMESTAMP` column. It finds this
    // one, using the index.
    listed_timestamp: ("CAST(", " AS DATETIME(6))"),
    // For integers it would be a decimal number with four places.
    integer_avg: ("AVG(", " * 1e0)"),
    // MariaDB stops after 1 000 iterations, with a warning and without the other rows. MySQL, which does
    // not read this comment, stops with an error.
    before_recursion: "/*M! SET STATEMENT max_recursive_iterations = 4294967295 FOR */ ",
    // It reads the whole index for that, but only one range of it for each `OR`.
    compares_rows: false,
    // `INSERT IGNORE` would also ignore a missing row, a `NULL` and a value that is too long.
    pair_once: PairOnce::OnDuplicateKey,
    // MariaDB 10.11 otherwise reads the whole table, and locks it, executing the subquery for each row.
    deletes_by_name: true,
    // Diesel cannot read what `INSERT … RETURNING` of MariaDB returns, which MySQL does not have.
    new_rows: NewRows::Found,
    // What is deleted and inserted is read as it is now, at every isolation level.
    row_lock: Some(RowLock { stale: "0", exclusive: " FOR UPDATE", shared: " LOCK IN SHARE MODE" }),
    // The first line is about the next transaction alone, and fails while one is open. Of an open one,
    // `@@tx_isolation` does not tell the level: it is that of the session, which `SET TRANSACTION` leaves
    // as it is. Nor can it be made read only. So the only one to build on is a snapshot, which leaves a
    // mark.
    snapshot: SnapshotSql {
        ask_in_open: "SELECT IF(@conjoin_snapshot IS NULL, 0, 3)",
        before: "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; \
                 SET @conjoin_snapshot = 1",
        end: "SET @conjoin_snapshot = NULL",
        refusal: "MariaDB and MySQL neither tell the isolation level of an open transaction nor make it \
                  read only; call `snapshot` outside of it",
        ..COMMON.snapshot
    },
    ..COMMON
};

impl Dialect {
    /// Around the rows that several columns are compared with, or `None` if each row needs a condition of
    /// its own. `exact` if the database compares these keys as Rust does.
    pub(crate) fn rows(&self, exact: bool) -> Option<Around> {
        if exact { Some(self.rows) } else { self.inexact_rows }
    }
}
