//! The properties of each database.

use crate::database::keys::FULL;
use crate::undocumented::AstPassHelper;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::{AstPass, QueryBuilder, QueryFragment};
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use diesel::sql_types::{HasSqlType, Integer, TypeMetadata};

/// Rows of keys as a table.
#[cfg(any(feature = "sqlite", feature = "postgres_backend"))]
const TABLE_OF_ROWS: (&str, &str) = ("SELECT * FROM (VALUES ", ") AS keys");

/// The fastest way to find the first rows of each of several parents.
#[derive(Debug, Clone, Copy)]
pub enum FirstRows {
    /// A subquery with a `LIMIT` for each parent.
    Correlated,
    /// A `LATERAL` join with such a subquery.
    Lateral,
    /// Ranking all rows of the parents by `ROW_NUMBER`.
    Ranked,
}

/// A database whose relations can be loaded.
pub trait Database:
    Backend<QueryBuilder: 'static> + TypeMetadata<MetadataLookup: 'static> + 'static
{
    /// What must follow the bind of a `LIMIT`.
    const AFTER_LIMIT: &'static str = "";

    /// Whether several keys of one column are a list of binds instead of one array.
    const LISTS: bool = true;

    /// An empty query builder.
    fn query_builder(&self) -> Self::QueryBuilder;

    /// The SQL around the rows that several columns are compared with, or `None` if each row needs a
    /// condition of its own. `exact` if the database compares these keys as Rust does.
    fn around_rows(&self, exact: bool) -> Option<(&'static str, &'static str)>;

    /// The backend as a value: one for each database that it may represent.
    fn backends() -> impl IntoIterator<Item = Self>;

    /// The SQL before a statement with a recursive query, so that it runs to completion.
    fn before_recursion(&self) -> &'static str {
        ""
    }

    /// Whether it uses an index for `(a, b) > (?, ?)`.
    fn compares_rows(&self) -> bool {
        true
    }

    /// The fastest statement for the first rows of each of several parents.
    fn first_rows(&self) -> FirstRows;

    /// The SQL around `BigInt`s that makes their sum one as well.
    fn around_large_sum(&self) -> (&'static str, &'static str) {
        ("COALESCE(SUM(", "), 0)")
    }

    /// The SQL around integers that makes their average a floating-point number.
    fn around_integer_avg(&self) -> (&'static str, &'static str) {
        ("AVG(", ")")
    }

    /// The SQL around a timestamp in a list of them.
    fn around_listed_timestamp(&self) -> (&'static str, &'static str) {
        ("", "")
    }

    /// Reads the number in the first column of a row.
    fn number<'r>(row: &impl Row<'r, Self>) -> QueryResult<i32>;

    /// The maximum number of keys with this many columns in one statement, where `others` is the
    /// number of its other binds.
    fn keys_at_a_time(
        columns: usize,
        others: impl FnOnce() -> QueryResult<usize>,
    ) -> QueryResult<usize>;
}

/// Reads the number in the first column of a row.
pub fn number<'r, DB>(row: &impl Row<'r, DB>) -> QueryResult<i32>
where
    DB: Backend + HasSqlType<Integer>,
    i32: FromSqlRow<Integer, DB>,
{
    i32::build_from_row(&row.partial_row(0..1)).map_err(DeserializationError)
}

#[cfg(feature = "sqlite")]
impl Database for diesel::sqlite::Sqlite {
    /// If a bind alone is the `LIMIT`, SQLite prepares the statement again each time it is set;
    /// this is a third of loading one user with their posts.
    const AFTER_LIMIT: &'static str = " + 0";

    fn backends() -> impl IntoIterator<Item = Self> {
        [Self]
    }

    fn query_builder(&self) -> Self::QueryBuilder {
        Default::default()
    }

    /// Without the subquery, SQLite 3.40 uses no index for `VALUES` and reads the whole table; the
    /// bundled version does use it.
    fn around_rows(&self, _: bool) -> Option<(&'static str, &'static str)> {
        Some(TABLE_OF_ROWS)
    }

    fn first_rows(&self) -> FirstRows {
        FirstRows::Correlated
    }

    fn number<'r>(row: &impl Row<'r, Self>) -> QueryResult<i32> {
        number(row)
    }

    /// At most SQLITE_LIMIT_VARIABLE_NUMBER of the bundled SQLite (since 3.32).
    fn keys_at_a_time(
        columns: usize,
        others: impl FnOnce() -> QueryResult<usize>,
    ) -> QueryResult<usize> {
        Ok(in_a_list(32_766, columns, others()?))
    }
}

#[cfg(feature = "mysql_backend")]
impl Database for diesel::mysql::Mysql {
    fn backends() -> impl IntoIterator<Item = Self> {
        [Self]
    }

    fn query_builder(&self) -> Self::QueryBuilder {
        Default::default()
    }

    /// It uses indexes for a list of numbers. With text, it reads the whole table (3.4 s for 1 024 of
    /// 50 000 rows, against 0.03 s with a condition for each row), and finds no row if the column's
    /// character set differs from that of the connection (MariaDB 10.11).
    fn around_rows(&self, exact: bool) -> Option<(&'static str, &'static str)> {
        exact.then_some(("", ""))
    }

    /// It reads the whole index for that, but only one range of it for each `OR`.
    fn compares_rows(&self) -> bool {
        false
    }

    fn first_rows(&self) -> FirstRows {
        FirstRows::Ranked
    }

    /// For integers it would be a decimal number with four places.
    fn around_integer_avg(&self) -> (&'static str, &'static str) {
        ("AVG(", " * 1e0)")
    }

    /// In a list of typed binds, MariaDB finds only the first one in a `TIMESTAMP` column. It finds
    /// this one, using the index.
    fn around_listed_timestamp(&self) -> (&'static str, &'static str) {
        ("CAST(", " AS DATETIME(6))")
    }

    /// MariaDB stops after 1 000 iterations, with a warning and without the other rows. MySQL,
    /// which does not read this comment, stops with an error.
    fn before_recursion(&self) -> &'static str {
        "/*M! SET STATEMENT max_recursive_iterations = 4294967295 FOR */ "
    }

    fn number<'r>(row: &impl Row<'r, Self>) -> QueryResult<i32> {
        number(row)
    }

    /// At most 16 bits, in which its protocol counts the parameters of a statement.
    fn keys_at_a_time(
        columns: usize,
        others: impl FnOnce() -> QueryResult<usize>,
    ) -> QueryResult<usize> {
        Ok(in_a_list(65_535, columns, others()?))
    }
}

#[cfg(feature = "postgres_backend")]
impl Database for diesel::pg::Pg {
    const LISTS: bool = false;

    fn backends() -> impl IntoIterator<Item = Self> {
        [Self]
    }

    fn query_builder(&self) -> Self::QueryBuilder {
        Default::default()
    }

    /// It joins a table of rows, which takes a third of the time of as many conditions. But PostgreSQL 15
    /// makes that table distinct by the default collation; if two of its rows are equal under the
    /// collation of the columns, a row is then returned twice.
    fn around_rows(&self, exact: bool) -> Option<(&'static str, &'static str)> {
        exact.then_some(TABLE_OF_ROWS)
    }

    fn first_rows(&self) -> FirstRows {
        FirstRows::Lateral
    }

    fn around_large_sum(&self) -> (&'static str, &'static str) {
        ("CAST(COALESCE(SUM(", "), 0) AS BIGINT)")
    }

    fn around_integer_avg(&self) -> (&'static str, &'static str) {
        ("CAST(AVG(", ") AS DOUBLE PRECISION)")
    }

    fn number<'r>(row: &impl Row<'r, Self>) -> QueryResult<i32> {
        number(row)
    }

    /// All keys of one column, since they are one bind: an array. For rows it is at most the 16
    /// bits in which its protocol counts binds.
    fn keys_at_a_time(
        columns: usize,
        others: impl FnOnce() -> QueryResult<usize>,
    ) -> QueryResult<usize> {
        if columns == 1 {
            return Ok(usize::MAX);
        }
        Ok(in_a_list(65_535, columns, others()?))
    }
}

/// Invokes a macro for each backend that conjoin was compiled with, and for those named in
/// addition; or only for those named.
#[doc(hidden)]
#[macro_export]
macro_rules! __for_each_backend {
    ([$($others:ty),*], $implement:ident, $arguments:tt) => {
        $crate::__with_sqlite! { $implement, $arguments }
        $crate::__with_postgres! { $implement, $arguments }
        $crate::__with_mysql! { $implement, $arguments }
        $($crate::__with! { $others, $implement, $arguments })*
    };
    (($($only:ty),*), $implement:ident, $arguments:tt) => {
        $($crate::__with! { $only, $implement, $arguments })*
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __with {
    ($backend:ty, $implement:ident, [$($arguments:tt)*]) => {
        $crate::$implement! { $backend, $($arguments)* }
    };
}

macro_rules! with {
    ($dollar:tt $name:ident, $feature:literal, $($backend:tt)*) => {
        #[cfg(feature = $feature)]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            ($dollar($arguments:tt)*) => { $dollar crate::__with! { $dollar crate::private::$($backend)*, $dollar($arguments)* } };
        }

        #[cfg(not(feature = $feature))]
        #[doc(hidden)]
        #[macro_export]
        macro_rules! $name {
            ($dollar($arguments:tt)*) => {};
        }
    };
}

with!($ __with_sqlite, "sqlite", diesel::sqlite::Sqlite);
with!($ __with_postgres, "postgres_backend", diesel::pg::Pg);
with!($ __with_mysql, "mysql_backend", diesel::mysql::Mysql);

/// The number of keys per execution if each takes `columns` binds, in a statement with `others`
/// more.
///
/// Never fewer binds than `others`: a long list in a filter should not be sent again for a few keys
/// each.
pub fn in_a_list(max_binds: usize, columns: usize, others: usize) -> usize {
    // A statement whose own binds leave no room fails in the database, which reports why.
    let room = (max_binds.saturating_sub(others) / columns).max(1);
    room.min(FULL.max(others / columns))
}

/// The maximum number of binds in a statement: one database may write a list where another has an
/// array.
///
/// Diesel does not expose its list of binds, except for the one it prints for debugging.
pub(crate) fn binds<DB: Database, Q: QueryFragment<DB>>(query: &Q) -> QueryResult<usize> {
    let mut most = 0;
    for backend in DB::backends() {
        let mut binds = Vec::new();
        query.walk_ast(AstPass::collect_debug_binds_pass(&mut binds, &backend))?;
        most = most.max(binds.len());
    }
    Ok(most)
}

/// A fragment as text, with its binds as placeholders: for the first of the databases that a
/// backend may represent.
pub(crate) fn text<DB: Database>(fragment: &impl QueryFragment<DB>) -> QueryResult<String> {
    let Some(backend) = DB::backends().into_iter().next() else { return Ok(String::new()) };
    let mut text = backend.query_builder();
    fragment.to_sql(&mut text, &backend)?;
    Ok(text.finish())
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use super::{binds, in_a_list};
    use diesel::dsl::sql;
    use diesel::sql_types::{Bool, Integer};
    use diesel::sqlite::Sqlite;

    #[test]
    fn binds_are_counted_and_question_marks_are_not() {
        let query = diesel::select(sql::<Bool>("'?' = ").bind::<Integer, _>(1).sql(" -- ?"));
        assert_eq!(binds::<Sqlite, _>(&query), Ok(1));
    }

    #[test]
    fn keys_fill_what_other_binds_leave() {
        assert_eq!(in_a_list(32_766, 1, 0), 1024);
        assert_eq!(in_a_list(32_766, 1, 10_000), 10_000);
        assert_eq!(in_a_list(32_766, 1, 30_000), 2_766);
        assert_eq!(in_a_list(32_766, 1, 40_000), 1);
        assert_eq!(in_a_list(32_766, 2, 0), 1024);
        assert_eq!(in_a_list(32_766, 2, 30_000), 1_383);
    }
}
