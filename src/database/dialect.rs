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
    /// How a link that is there already is left as it is.
    pub(crate) pair_once: PairOnce,
    /// How rows are locked, or `None` if only one transaction at a time can write.
    pub(crate) row_lock: Option<RowLock>,
}

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
    pair_once: PairOnce::OnConflict,
    row_lock: None,
};

#[cfg(feature = "sqlite")]
pub(crate) static SQLITE: Dialect = Dialect {
    // Without the subquery, SQLite 3.40 uses no index for `VALUES` and reads the whole table; the bundled
    // version does use it.
    inexact_rows: Some(COMMON.rows),
    // 1.5 to 2.4 times as fast as ranks, for 1 000 users with ten posts each.
    first_rows: FirstRows::Correlated,
    ..COMMON
};

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
    // What is deleted and inserted is read as it is now, at every isolation level.
    row_lock: Some(RowLock { stale: "0", exclusive: " FOR UPDATE", shared: " LOCK IN SHARE MODE" }),
    ..COMMON
};

impl Dialect {
    /// Around the rows that several columns are compared with, or `None` if each row needs a condition of
    /// its own. `exact` if the database compares these keys as Rust does.
    pub(crate) fn rows(&self, exact: bool) -> Option<Around> {
        if exact { Some(self.rows) } else { self.inexact_rows }
    }
}
