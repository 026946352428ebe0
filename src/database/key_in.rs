//! The condition on the keys, in the form that each database executes fastest.

use crate::database::backend::Database;
use crate::database::keys::{KeyChunk, ParentKeys};
use crate::database::strategy::keeps_prepared;
use crate::model::key::{One, Several, WriteColumns, for_each_tuple, is_exact};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;
use diesel::serialize::ToSql;
use diesel::sql_types::is_nullable::NotNull;
use diesel::sql_types::{HasSqlType, Nullable, SqlType, Timestamp};
use std::any::TypeId;
use std::ops::Range;

/// Represents the keys in a statement that is printed, or whose other binds are counted.
const NO_KEYS: &str = "…";

/// The name of the table of keys in a statement; its columns are `column1` and so on.
pub(crate) const KEYS: &str = "conjoin:keys";

impl<K> ParentKeys<K> {
    /// `column = ?`, or a check that the columns are among the keys.
    pub(crate) fn write<'b, B: Bind<DB, K>, DB: Backend>(
        &'b self,
        columns: (&'b impl WriteColumns<DB>, Option<&str>),
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        match self {
            ParentKeys::One(key) => B::write_key(columns, key, out),
            ParentKeys::Many(keys) => B::write_keys(columns, keys.chunk(), out),
        }
    }
}

/// How columns, in the table of a name, are compared with keys of the type `K`.
///
/// The keys decide, whatever the columns are: if a relation's two keys differ, that is reported at
/// its declaration, and not here as well.
pub trait Bind<DB: Backend, K> {
    /// `?`, with commas between several.
    fn write_value<'b>(key: &'b K, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// `column = ?`
    fn write_key<'b>(
        columns: (&'b impl WriteColumns<DB>, Option<&str>),
        key: &'b K,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
    /// `column = ?`, which matches nothing if the key is `NULL`.
    fn write_key_or_null<'b>(
        columns: (&'b impl WriteColumns<DB>, Option<&str>),
        key: &'b Option<K>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
    /// Checks that the columns are among the keys of the chunk.
    fn write_keys<'b>(
        columns: (&'b impl WriteColumns<DB>, Option<&str>),
        keys: KeyChunk<'b, K>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
    /// The keys of the chunk as a table.
    fn write_rows<'b>(keys: KeyChunk<'b, K>, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<DB, ST, K> Bind<DB, K> for One<ST>
where
    DB: BindKeys<ST, K>,
    ST: SqlType<IsNull = NotNull>,
    K: ToSql<ST, DB>,
{
    fn write_value<'b>(key: &'b K, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_bind_param::<ST, K>(key)
    }

    fn write_key<'b>(
        (columns, table): (&'b impl WriteColumns<DB>, Option<&str>),
        key: &'b K,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        columns.write(table, out.reborrow())?;
        out.push_sql(" = ");
        out.push_bind_param::<ST, K>(key)
    }

    fn write_key_or_null<'b>(
        (columns, table): (&'b impl WriteColumns<DB>, Option<&str>),
        key: &'b Option<K>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        columns.write(table, out.reborrow())?;
        out.push_sql(" = ");
        out.push_bind_param::<Nullable<ST>, Option<K>>(key)
    }

    fn write_keys<'b>(
        (columns, table): (&'b impl WriteColumns<DB>, Option<&str>),
        keys: KeyChunk<'b, K>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        columns.write(table, out.reborrow())?;
        DB::bind_keys(keys, out)
    }

    fn write_rows<'b>(keys: KeyChunk<'b, K>, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        DB::bind_rows(keys, out)
    }
}

macro_rules! several {
    ($(($ST:ident $K:ident $place:tt))+) => {
        impl<DB, $($ST, $K),+> Bind<DB, ($($K,)+)> for Several<($($ST,)+)>
        where
            DB: Database $(+ HasSqlType<$ST>)+,
            $($K: ToSql<$ST, DB>, $ST: SqlType<IsNull = NotNull> + 'static,)+
        {
            fn write_value<'b>(
                key: &'b ($($K,)+),
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                $(
                    out.push_sql(if $place > 0 { ", " } else { "" });
                    out.push_bind_param::<$ST, $K>(&key.$place)?;
                )+
                Ok(())
            }

            fn write_key<'b>(
                (columns, table): (&'b impl WriteColumns<DB>, Option<&str>),
                key: &'b ($($K,)+),
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                $(
                    out.push_sql(if $place > 0 { " AND " } else { "" });
                    columns.write_column($place, table, out.reborrow())?;
                    out.push_sql(" = ");
                    out.push_bind_param::<$ST, $K>(&key.$place)?;
                )+
                Ok(())
            }

            fn write_key_or_null<'b>(
                columns: (&'b impl WriteColumns<DB>, Option<&str>),
                key: &'b Option<($($K,)+)>,
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                match key {
                    Some(key) => Self::write_key(columns, key, out),
                    None => {
                        out.push_sql("0 = 1");
                        Ok(())
                    }
                }
            }

            fn write_keys<'b>(
                columns: (&'b impl WriteColumns<DB>, Option<&str>),
                keys: KeyChunk<'b, ($($K,)+)>,
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                let range = keys.range();
                if range.len() == 1 {
                    return Self::write_key(columns, keys.key(range.start), out);
                }
                if !keeps_prepared(range.len()) {
                    out.unsafe_to_cache_prepared();
                }
                let around = out.backend().dialect().rows(is_exact(columns.0));
                out.push_sql("(");
                let Some((before, after)) = around else {
                    write_rows(range, " OR ", &mut out, |place, out| {
                        Self::write_key(columns, keys.key(place), out.reborrow())
                    })?;
                    out.push_sql(")");
                    return Ok(());
                };
                columns.0.write(columns.1, out.reborrow())?;
                out.push_sql(") IN (");
                out.push_sql(before);
                write_rows(range, ", ", &mut out, |place, out| {
                    let key = keys.key(place);
                    $(
                        out.push_sql(if $place > 0 { ", " } else { "" });
                        bind_one_of::<$ST, $K, DB>(&key.$place, out)?;
                    )+
                    Ok(())
                })?;
                out.push_sql(after);
                out.push_sql(")");
                Ok(())
            }

            fn write_rows<'b>(
                keys: KeyChunk<'b, ($($K,)+)>,
                out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                write_values(keys, out, |key, out| match key {
                    Some(key) => Self::write_value(key, out.reborrow()),
                    None => {
                        $(
                            out.push_sql(if $place > 0 { ", " } else { "" });
                            out.push_bind_param::<Nullable<$ST>, Option<$K>>(&None)?;
                        )+
                        Ok(())
                    }
                })
            }
        }
    };
}

for_each_tuple!(several);

/// `(?, ?), (?, ?)`, with something else between the rows than a comma if that is needed.
fn write_rows<'b, DB: Backend>(
    places: Range<usize>,
    between: &str,
    out: &mut AstPass<'_, 'b, DB>,
    write: impl Fn(usize, &mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()> {
    if places.is_empty() {
        out.push_sql(NO_KEYS);
    }
    for place in places.clone() {
        out.push_sql(if place > places.start { between } else { "" });
        out.push_sql("(");
        write(place, out)?;
        out.push_sql(")");
    }
    Ok(())
}

/// `(VALUES (?), (?)) AS conjoin:keys`.
///
/// Padded with `NULL`, where a list repeats a key: a row that is joined with a key twice is found twice.
fn write_values<'b, K, DB: Backend>(
    keys: KeyChunk<'b, K>,
    mut out: AstPass<'_, 'b, DB>,
    write: impl Fn(Option<&'b K>, &mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()> {
    if !keeps_prepared(keys.range().len()) {
        out.unsafe_to_cache_prepared();
    }
    out.push_sql("(VALUES ");
    write_rows(keys.range(), ", ", &mut out, |place, out| write(keys.given(place), out))?;
    out.push_sql(") AS ");
    out.push_identifier(KEYS)
}

/// How several keys at once are sent to a database.
pub trait BindKeys<ST, K>: Backend + HasSqlType<ST> {
    /// Writes the operator after the column, and the keys of the chunk.
    fn bind_keys<'b>(keys: KeyChunk<'b, K>, out: AstPass<'_, 'b, Self>) -> QueryResult<()>;
    /// Writes the keys of the chunk as a table.
    fn bind_rows<'b>(keys: KeyChunk<'b, K>, out: AstPass<'_, 'b, Self>) -> QueryResult<()>;
}

/// `= ANY($1)`: one bind, so that the statement stays prepared for any number of keys.
#[cfg(feature = "postgres_backend")]
impl<ST, K> BindKeys<ST, K> for diesel::pg::Pg
where
    ST: 'static,
    K: ToSql<ST, Self>,
    Self: HasSqlType<ST>,
{
    fn bind_keys<'b>(keys: KeyChunk<'b, K>, mut out: AstPass<'_, 'b, Self>) -> QueryResult<()> {
        out.push_sql(" = ANY(");
        out.push_bind_param::<diesel::sql_types::Array<ST>, Vec<K>>(keys.keys())?;
        out.push_sql(")");
        Ok(())
    }

    fn bind_rows<'b>(keys: KeyChunk<'b, K>, mut out: AstPass<'_, 'b, Self>) -> QueryResult<()> {
        out.push_sql("unnest(");
        out.push_bind_param::<diesel::sql_types::Array<ST>, Vec<K>>(keys.keys())?;
        out.push_sql(") AS ");
        out.push_identifier(KEYS)?;
        out.push_sql(" (column1)");
        Ok(())
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __bind_keys_in_a_list {
    ($backend:ty) => {
        const _: () = {
            use $crate::private::{AstPass, BindKeys, HasSqlType, KeyChunk, QueryResult, ToSql};
            use $crate::private::{NotNull, SqlType};
            impl<ST, K> BindKeys<ST, K> for $backend
            where
                ST: SqlType<IsNull = NotNull> + 'static,
                K: ToSql<ST, Self>,
                Self: HasSqlType<ST>,
            {
                fn bind_keys<'b>(
                    keys: KeyChunk<'b, K>,
                    out: AstPass<'_, 'b, Self>,
                ) -> QueryResult<()> {
                    $crate::private::list::<ST, K, Self>(keys, out)
                }

                fn bind_rows<'b>(
                    keys: KeyChunk<'b, K>,
                    out: AstPass<'_, 'b, Self>,
                ) -> QueryResult<()> {
                    $crate::private::values::<ST, K, Self>(keys, out)
                }
            }
        };
    };
}

#[cfg(feature = "sqlite")]
crate::__bind_keys_in_a_list!(diesel::sqlite::Sqlite);
#[cfg(feature = "mysql_backend")]
crate::__bind_keys_in_a_list!(diesel::mysql::Mysql);

/// `= ?`, or `IN (?, ?, …)`.
pub fn list<'b, ST, K, DB>(keys: KeyChunk<'b, K>, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Database + HasSqlType<ST>,
    ST: 'static,
    K: ToSql<ST, DB>,
{
    let range = keys.range();
    if range.len() == 1 {
        out.push_sql(" = ");
        return out.push_bind_param::<ST, K>(keys.key(range.start));
    }
    if !keeps_prepared(range.len()) {
        out.unsafe_to_cache_prepared();
    }
    out.push_sql(" IN (");
    if range.is_empty() {
        out.push_sql(NO_KEYS);
    }
    for place in range.clone() {
        if place > range.start {
            out.push_sql(", ");
        }
        bind_one_of::<ST, K, DB>(keys.key(place), &mut out)?;
    }
    out.push_sql(")");
    Ok(())
}

/// Binds a key as one of several.
fn bind_one_of<'b, ST, K, DB>(key: &'b K, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Database + HasSqlType<ST>,
    ST: 'static,
    K: ToSql<ST, DB>,
{
    if TypeId::of::<ST>() != TypeId::of::<Timestamp>() {
        return out.push_bind_param::<ST, K>(key);
    }
    let (before, after) = out.backend().dialect().listed_timestamp;
    out.push_sql(before);
    out.push_bind_param::<ST, K>(key)?;
    out.push_sql(after);
    Ok(())
}

/// `(VALUES (?), (?)) AS conjoin:keys`
pub fn values<'b, ST, K, DB>(keys: KeyChunk<'b, K>, out: AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend + HasSqlType<ST>,
    ST: SqlType<IsNull = NotNull>,
    K: ToSql<ST, DB>,
{
    write_values(keys, out, |key, out| match key {
        Some(key) => out.push_bind_param::<ST, K>(key),
        None => out.push_bind_param::<Nullable<ST>, Option<K>>(&None),
    })
}
