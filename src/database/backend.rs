//! The properties of each database.

use crate::database::dialect::Dialect;
#[cfg(feature = "mysql_backend")]
use crate::database::dialect::MARIADB;
#[cfg(feature = "postgres_backend")]
use crate::database::dialect::POSTGRESQL;
#[cfg(feature = "sqlite")]
use crate::database::dialect::SQLITE;
#[cfg(feature = "postgres_backend")]
use crate::database::key_in::BindKeys;
use crate::database::keys::KeyChunk;
use crate::database::strategy::FULL;
use crate::undocumented::AstPassHelper;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::{AstPass, QueryBuilder, QueryFragment};
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use diesel::sql_types::{HasSqlType, Integer, TypeMetadata};

/// A database whose relations can be loaded.
pub trait Database:
    Backend<QueryBuilder: 'static> + TypeMetadata<MetadataLookup: 'static> + 'static
{
    /// What must follow the bind of a `LIMIT`.
    const AFTER_LIMIT: &'static str = "";

    /// Whether several keys of one column are a list of binds instead of one array.
    const LISTS: bool = true;

    /// Whether rows are locked before they are written: several transactions can write at a time.
    const LOCKS_ROWS: bool = true;

    /// Whether a foreign key may be checked at each row of a statement, and not at its end.
    const CHECKS_EACH_ROW: bool = true;

    /// The maximum number of binds in one statement.
    const MAX_BINDS: usize;

    /// How its SQL differs from that of the other databases.
    fn dialect(&self) -> &'static Dialect;

    /// An empty query builder.
    fn query_builder(&self) -> Self::QueryBuilder;

    /// The backend as a value: one for each database that it may represent.
    fn backends() -> impl IntoIterator<Item = Self>;

    /// Reads the number in the first column of a row.
    fn number<'r>(row: &impl Row<'r, Self>) -> QueryResult<i32>;

    /// The integer in a column, unless it holds something else, which might be read as one too.
    ///
    /// Where this is not known, links are always read together with the rows they lead to.
    fn integer<'r>(row: &impl Row<'r, Self>, at: usize) -> Option<i64> {
        let _ = (row, at);
        None
    }

    /// Writes the operator after a column, and the integers that it is compared with.
    ///
    /// Sent only where links are read before what they lead to.
    fn bind_integers<'b>(keys: KeyChunk<'b, i64>, out: AstPass<'_, 'b, Self>) -> QueryResult<()> {
        let _ = (keys, out);
        Ok(())
    }

    /// The maximum number of keys with this many columns in one statement, where `others` is the
    /// number of its other binds.
    fn keys_at_a_time(
        columns: usize,
        others: impl FnOnce() -> QueryResult<usize>,
    ) -> QueryResult<usize> {
        // An array is one bind.
        if columns == 1 && !Self::LISTS {
            return Ok(usize::MAX);
        }
        Ok(in_a_list(Self::MAX_BINDS, columns, others()?))
    }
}

/// Reads the number in the first column of a row.
pub fn number<'r, DB>(row: &impl Row<'r, DB>) -> QueryResult<i32>
where
    DB: Backend + HasSqlType<Integer>,
    i32: FromSqlRow<Integer, DB>,
{
    i32::build_from_row(&row.partial_row(0..1)).map_err(DeserializationError)
}

/// Implements [`Database`] for a backend of Diesel's.
#[allow(unused_macros)] // Without a database.
macro_rules! database {
    ($backend:ty, $dialect:ident, $($constants:tt)*) => {
        impl Database for $backend {
            $($constants)*

            fn dialect(&self) -> &'static Dialect {
                &$dialect
            }

            fn query_builder(&self) -> Self::QueryBuilder {
                Default::default()
            }

            fn backends() -> impl IntoIterator<Item = Self> {
                [Self]
            }

            fn number<'r>(row: &impl Row<'r, Self>) -> QueryResult<i32> {
                number(row)
            }
        }
    };
}

#[cfg(feature = "sqlite")]
database! { diesel::sqlite::Sqlite, SQLITE,
    /// If a bind alone is the `LIMIT`, SQLite prepares the statement again each time it is set;
    /// this is a third of loading one user with their posts.
    const AFTER_LIMIT: &'static str = " + 0";
    const LOCKS_ROWS: bool = false;
    /// SQLITE_LIMIT_VARIABLE_NUMBER of the bundled SQLite (since 3.32).
    const MAX_BINDS: usize = 32_766;

    #[inline]
    fn integer<'r>(row: &impl Row<'r, Self>, at: usize) -> Option<i64> {
        use diesel::deserialize::FromSql;
        use diesel::row::Field;
        use diesel::sqlite::SqliteType;
        let field = row.get(at)?;
        let value = field.value()?;
        if value.value_type() != Some(SqliteType::Long) {
            return None;
        }
        FromSql::<diesel::sql_types::BigInt, Self>::from_sql(value).ok()
    }
}

#[cfg(feature = "mysql_backend")]
database! { diesel::mysql::Mysql, MARIADB,
    /// Its protocol counts the parameters of a statement in 16 bits.
    const MAX_BINDS: usize = 65_535;

    fn integer<'r>(row: &impl Row<'r, Self>, at: usize) -> Option<i64> {
        use diesel::mysql::MysqlType;
        use diesel::row::Field;
        let field = row.get(at)?;
        let value = field.value()?;
        let bytes = value.as_bytes();
        // Not by Diesel: its older versions read large unsigned integers as negative ones.
        match value.value_type() {
            MysqlType::Tiny => Some(i8::from_ne_bytes(*bytes.first_chunk()?).into()),
            MysqlType::UnsignedTiny => Some(u8::from_ne_bytes(*bytes.first_chunk()?).into()),
            MysqlType::Short => Some(i16::from_ne_bytes(*bytes.first_chunk()?).into()),
            MysqlType::UnsignedShort => Some(u16::from_ne_bytes(*bytes.first_chunk()?).into()),
            MysqlType::Long => Some(i32::from_ne_bytes(*bytes.first_chunk()?).into()),
            MysqlType::UnsignedLong => Some(u32::from_ne_bytes(*bytes.first_chunk()?).into()),
            MysqlType::LongLong => Some(i64::from_ne_bytes(*bytes.first_chunk()?)),
            MysqlType::UnsignedLongLong => u64::from_ne_bytes(*bytes.first_chunk()?).try_into().ok(),
            _ => None,
        }
    }
}

#[cfg(feature = "postgres_backend")]
database! { diesel::pg::Pg, POSTGRESQL,
    const LISTS: bool = false;
    /// Also for `RESTRICT`, it is at the end.
    const CHECKS_EACH_ROW: bool = false;
    /// Its protocol counts the binds of a statement in 16 bits.
    const MAX_BINDS: usize = 65_535;

    fn integer<'r>(row: &impl Row<'r, Self>, at: usize) -> Option<i64> {
        use diesel::row::Field;
        let field = row.get(at)?;
        let value = field.value()?;
        let bytes = value.as_bytes();
        // The numbers of its types, which do not change.
        match value.get_oid().get() {
            20 => Some(i64::from_be_bytes(*bytes.first_chunk()?)),
            21 => Some(i16::from_be_bytes(*bytes.first_chunk()?).into()),
            23 => Some(i32::from_be_bytes(*bytes.first_chunk()?).into()),
            _ => None,
        }
    }

    fn bind_integers<'b>(keys: KeyChunk<'b, i64>, out: AstPass<'_, 'b, Self>) -> QueryResult<()> {
        <Self as BindKeys<diesel::sql_types::BigInt, i64>>::bind_keys(keys, out)
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

with!($ __with_sqlite, "sqlite", Sqlite);
with!($ __with_postgres, "postgres_backend", Pg);
with!($ __with_mysql, "mysql_backend", Mysql);

/// The number of keys per execution if each takes `columns` binds, in a statement with `others`
/// more.
///
/// Never fewer binds than `others`: a long list in a filter should not be sent again for a few keys
/// each.
pub(crate) fn in_a_list(max_binds: usize, columns: usize, others: usize) -> usize {
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

/// Whether Diesel keeps the statement prepared: its text depends on nothing but its type and plan.
pub(crate) fn stays_prepared<DB: Database, Q: QueryFragment<DB>>(query: &Q) -> QueryResult<bool> {
    for backend in DB::backends() {
        if !query.is_safe_to_cache_prepared(&backend)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A fragment as text, with its binds as placeholders: for the first of the databases that a
/// backend may represent.
pub fn text<DB: Database>(fragment: &impl QueryFragment<DB>) -> QueryResult<String> {
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
