//! What conjoin has to know of a database.

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

/// How a database finds the first rows of each of several parents fastest.
#[derive(Debug, Clone, Copy)]
pub enum FirstRows {
    /// By a sub-query with a `LIMIT` for each parent.
    Correlated,
    /// By a `LATERAL` join with such a sub-query.
    Lateral,
    /// By their places, which `ROW_NUMBER` gives to all rows of the parents.
    Ranked,
}

/// A database whose relations can be loaded.
pub trait Database:
    Backend<QueryBuilder: 'static> + TypeMetadata<MetadataLookup: 'static> + 'static
{
    /// What follows the bind of a `LIMIT`.
    const AFTER_LIMIT: &'static str = "";

    /// Whether several keys of one column are a list of binds, not one array.
    const LISTS: bool = true;

    /// An empty text of a statement.
    fn query_builder(&self) -> Self::QueryBuilder;

    /// What stands around the rows with which several columns are compared.
    /// `None` where a condition for each row is needed; `exact` if the database compares as Rust does.
    fn around_rows(&self, exact: bool) -> Option<(&'static str, &'static str)>;

    /// The backend as a value: one for each database that it may stand for.
    fn backends() -> impl IntoIterator<Item = Self>;

    /// What stands before a statement with a recursive query, so that it goes on to the end.
    fn before_recursion(&self) -> &'static str {
        ""
    }

    /// Whether it searches an index for `(a, b) > (?, ?)`.
    fn compares_rows(&self) -> bool {
        true
    }

    /// Which statement finds the first rows of each of several parents fastest.
    fn first_rows(&self) -> FirstRows;

    /// What stands around `BigInt`s so that their sum is one as well.
    fn around_large_sum(&self) -> (&'static str, &'static str) {
        ("COALESCE(SUM(", "), 0)")
    }

    /// What stands around integers so that their average is a floating-point number.
    fn around_integer_avg(&self) -> (&'static str, &'static str) {
        ("AVG(", ")")
    }

    /// What stands around a timestamp in a list of them.
    fn around_listed_timestamp(&self) -> (&'static str, &'static str) {
        ("", "")
    }

    /// Reads the number in the first column of a row.
    fn number<'r>(row: &impl Row<'r, Self>) -> QueryResult<i32>;

    /// How many keys of so many columns one statement asks for at most, when `others` counts its
    /// other binds.
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
    /// SQLite prepares a statement anew each time that a bind which is a `LIMIT` by itself is set;
    /// this is a third of loading one user with their posts.
    const AFTER_LIMIT: &'static str = " + 0";

    fn backends() -> impl IntoIterator<Item = Self> {
        [Self]
    }

    fn query_builder(&self) -> Self::QueryBuilder {
        Default::default()
    }

    /// Without the sub-query SQLite 3.40 searches no index for `VALUES` and reads the whole table; the
    /// one that is compiled in does.
    fn around_rows(&self, _: bool) -> Option<(&'static str, &'static str)> {
        Some(TABLE_OF_ROWS)
    }

    fn first_rows(&self) -> FirstRows {
        FirstRows::Correlated
    }

    fn number<'r>(row: &impl Row<'r, Self>) -> QueryResult<i32> {
        number(row)
    }

    /// At most SQLITE_LIMIT_VARIABLE_NUMBER, as the bundled SQLite has it (since 3.32).
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

    /// A list is what it searches indexes for. Of text it finds no row where the column has another
    /// character set than the connection (MariaDB 10.11), and reads the whole table: 3.4 s for 1 024 of
    /// 50 000 rows, and 0.03 s by a condition for each. Of numbers that takes twice as long as a list.
    fn around_rows(&self, exact: bool) -> Option<(&'static str, &'static str)> {
        exact.then_some(("", ""))
    }

    /// It reads the whole index for that, but one range of it for each `OR` instead.
    fn compares_rows(&self) -> bool {
        false
    }

    fn first_rows(&self) -> FirstRows {
        FirstRows::Ranked
    }

    /// Of integers it would be a decimal number of four places.
    fn around_integer_avg(&self) -> (&'static str, &'static str) {
        ("AVG(", " * 1e0)")
    }

    /// Of a list of typed binds MariaDB finds the first one only in a `TIMESTAMP` column. This one it
    /// finds, and by the index.
    fn around_listed_timestamp(&self) -> (&'static str, &'static str) {
        ("CAST(", " AS DATETIME(6))")
    }

    /// MariaDB stops after 1 000 rounds, with a warning and without the other rows. MySQL, which does
    /// not read this comment, stops with an error.
    fn before_recursion(&self) -> &'static str {
        "/*M! SET STATEMENT max_recursive_iterations = 4294967295 FOR */ "
    }

    fn number<'r>(row: &impl Row<'r, Self>) -> QueryResult<i32> {
        number(row)
    }

    /// At most the 16 bits in which its protocol counts the parameters of a statement.
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

    /// Joined with a table of rows, which takes a third of the time of as many conditions. But it makes
    /// the table's rows distinct by the default collation, and by that of the columns a row then comes
    /// twice where two of them are equal (PostgreSQL 15).
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

    /// All keys of one column, since they are one bind: an array. Of rows it is at most the 16 bits
    /// in which its protocol counts binds.
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

/// Invokes a macro for each backend that conjoin was compiled with, and for those named besides; or
/// for those named alone.
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

/// How many keys to ask for at a time where each is so many binds, in a statement with `others`
/// besides.
///
/// Never fewer binds than those: a long list in a filter is not to be sent again for a few keys each.
pub fn in_a_list(max_binds: usize, columns: usize, others: usize) -> usize {
    // A statement whose own binds leave no room fails in the database, which says why.
    let room = (max_binds.saturating_sub(others) / columns).max(1);
    room.min(FULL.max(others / columns))
}

/// The number of binds in a statement, at most: one database may write a list where another has an
/// array.
///
/// Diesel keeps its list of binds to itself, apart from the one it prints for debugging.
pub(crate) fn binds<DB: Database, Q: QueryFragment<DB>>(query: &Q) -> QueryResult<usize> {
    let mut most = 0;
    for backend in DB::backends() {
        let mut binds = Vec::new();
        query.walk_ast(AstPass::collect_debug_binds_pass(&mut binds, &backend))?;
        most = most.max(binds.len());
    }
    Ok(most)
}

/// What a fragment is as text, with its binds as placeholders: for the first of the databases that a
/// backend may stand for.
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
