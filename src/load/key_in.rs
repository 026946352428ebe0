//! The condition on the keys, in the form that each database answers fastest.

use super::backend::Database;
use super::keys::{FULL, Window};
use crate::key::{Composite, KeyColumns, WriteColumns, for_each_tuple};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::Column;
use diesel::serialize::ToSql;
use diesel::sql_types::is_nullable::NotNull;
use diesel::sql_types::{Bool, HasSqlType, Nullable, SqlType};
use std::marker::PhantomData;
use std::sync::Arc;

/// `column = ?` for one key, and for several what the database has for that.
///
/// Diesel's own `eq_any` keeps every `IN` list out of the cache of prepared statements.
#[derive(Debug)]
pub struct KeyIn<C, ST, K> {
    columns: C,
    /// What the columns' table is called in this statement, if not by its own name.
    table: Option<String>,
    keys: Asked<K>,
    sql_type: PhantomData<fn() -> ST>,
}

#[derive(Debug)]
enum Asked<K> {
    One(K),
    Window(Arc<Window<K>>),
}

impl<C: Default, ST, K> KeyIn<C, ST, K> {
    pub(crate) fn one(key: K) -> Self {
        Self::new(Asked::One(key))
    }

    pub(crate) fn window(window: Arc<Window<K>>) -> Self {
        Self::new(Asked::Window(window))
    }

    fn new(keys: Asked<K>) -> Self {
        KeyIn { columns: C::default(), table: None, keys, sql_type: PhantomData }
    }

    /// Says what the columns' table is called.
    pub fn in_table(self, table: Option<String>) -> Self {
        KeyIn { table, ..self }
    }
}

impl<C, ST, K> Expression for KeyIn<C, ST, K> {
    type SqlType = Bool;
}

impl<C, ST, K> ValidGrouping<()> for KeyIn<C, ST, K> {
    type IsAggregate = is_aggregate::No;
}

// A column of another table is refused where the relation is declared, which knows its types.
impl<C, ST, K, QS> AppearsOnTable<QS> for KeyIn<C, ST, K> {}

impl<C, ST, K> QueryId for KeyIn<C, ST, K> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, ST, K, DB> QueryFragment<DB> for KeyIn<C, ST, K>
where
    DB: Backend,
    C: WriteKeys<DB, ST, K>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let table = self.table.as_deref();
        match &self.keys {
            Asked::Window(window) => self.columns.write_keys(table, window, out),
            Asked::One(key) => self.columns.write_key(table, key, out),
        }
    }
}

/// Columns that can be compared with keys of the type `K`.
pub trait WriteKeys<DB: Backend, ST, K>: KeyColumns {
    /// `column = ?`
    fn write_key<'b>(
        &'b self,
        table: Option<&str>,
        key: &'b K,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
    /// `column = ?`, which nothing is where the key is `NULL`.
    fn write_key_or_null<'b>(
        &'b self,
        table: Option<&str>,
        key: &'b Option<K>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
    /// The columns among the keys of the window.
    fn write_keys<'b>(
        &'b self,
        table: Option<&str>,
        keys: &'b Window<K>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}

impl<C, DB, ST, K> WriteKeys<DB, ST, K> for C
where
    C: Column + WriteColumns<DB>,
    DB: BindKeys<ST, K>,
    ST: SqlType<IsNull = NotNull>,
    K: ToSql<ST, DB>,
{
    fn write_key<'b>(
        &'b self,
        table: Option<&str>,
        key: &'b K,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.write(table, out.reborrow())?;
        out.push_sql(" = ");
        out.push_bind_param::<ST, K>(key)
    }

    fn write_key_or_null<'b>(
        &'b self,
        table: Option<&str>,
        key: &'b Option<K>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.write(table, out.reborrow())?;
        out.push_sql(" = ");
        out.push_bind_param::<Nullable<ST>, Option<K>>(key)
    }

    fn write_keys<'b>(
        &'b self,
        table: Option<&str>,
        keys: &'b Window<K>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.write(table, out.reborrow())?;
        DB::bind_keys(keys, out)
    }
}

macro_rules! composite {
    ($(($C:ident $K:ident $place:tt))+) => {
        impl<DB, $($C, $K,)+ ST> WriteKeys<DB, ST, ($($K,)+)> for Composite<($($C,)+)>
        where
            DB: Database,
            Self: WriteColumns<DB>,
            $($C: WriteKeys<DB, <$C as KeyColumns>::SqlType, $K>,)+
            $(DB: HasSqlType<<$C as KeyColumns>::SqlType>,)+
            $($K: ToSql<<$C as KeyColumns>::SqlType, DB>,)+
        {
            fn write_key<'b>(
                &'b self,
                table: Option<&str>,
                key: &'b ($($K,)+),
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                $(
                    if $place > 0 {
                        out.push_sql(" AND ");
                    }
                    self.0.$place.write_key(table, &key.$place, out.reborrow())?;
                )+
                Ok(())
            }

            fn write_key_or_null<'b>(
                &'b self,
                table: Option<&str>,
                key: &'b Option<($($K,)+)>,
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                match key {
                    Some(key) => WriteKeys::<DB, ST, _>::write_key(self, table, key, out),
                    None => {
                        out.push_sql("0 = 1");
                        Ok(())
                    }
                }
            }

            fn write_keys<'b>(
                &'b self,
                table: Option<&str>,
                keys: &'b Window<($($K,)+)>,
                mut out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                let range = keys.range();
                if range.len() == 1 {
                    let key = keys.key(range.start);
                    return WriteKeys::<DB, ST, _>::write_key(self, table, key, out);
                }
                if range.len() != FULL {
                    out.unsafe_to_cache_prepared();
                }
                out.push_sql("(");
                self.write(table, out.reborrow())?;
                out.push_sql(") IN (");
                let (before, after) = out.backend().around_rows();
                out.push_sql(before);
                for place in range.clone() {
                    out.push_sql(if place > range.start { ", (" } else { "(" });
                    let key = keys.key(place);
                    $(
                        if $place > 0 {
                            out.push_sql(", ");
                        }
                        out.push_bind_param::<<$C as KeyColumns>::SqlType, $K>(&key.$place)?;
                    )+
                    out.push_sql(")");
                }
                out.push_sql(after);
                out.push_sql(")");
                Ok(())
            }
        }
    };
}

for_each_tuple!(composite);

/// How a database is asked for several keys at once.
pub trait BindKeys<ST, K>: Backend + HasSqlType<ST> {
    /// Writes the operator after the column, and the keys of the window.
    fn bind_keys<'b>(keys: &'b Window<K>, out: AstPass<'_, 'b, Self>) -> QueryResult<()>;
}

/// `= ANY($1)`: one bind, so that the statement stays prepared for any number of keys.
#[cfg(feature = "postgres_backend")]
impl<ST, K> BindKeys<ST, K> for diesel::pg::Pg
where
    ST: 'static,
    K: ToSql<ST, Self>,
    Self: HasSqlType<ST>,
{
    fn bind_keys<'b>(keys: &'b Window<K>, mut out: AstPass<'_, 'b, Self>) -> QueryResult<()> {
        out.push_sql(" = ANY(");
        out.push_bind_param::<diesel::sql_types::Array<ST>, Vec<K>>(&keys.keys)?;
        out.push_sql(")");
        Ok(())
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __bind_keys_in_a_list {
    ($backend:ty) => {
        const _: () = {
            use $crate::private::{AstPass, BindKeys, HasSqlType, QueryResult, ToSql, Window};
            impl<ST, K> BindKeys<ST, K> for $backend
            where
                K: ToSql<ST, Self>,
                Self: HasSqlType<ST>,
            {
                fn bind_keys<'b>(
                    keys: &'b Window<K>,
                    out: AstPass<'_, 'b, Self>,
                ) -> QueryResult<()> {
                    $crate::private::list::<ST, K, Self>(keys, out)
                }
            }
        };
    };
}

#[cfg(feature = "sqlite")]
crate::__bind_keys_in_a_list!(diesel::sqlite::Sqlite);
#[cfg(feature = "mysql_backend")]
crate::__bind_keys_in_a_list!(diesel::mysql::Mysql);

/// `= ?`, or `IN (?, ?, …)`. Of the lists only full windows stay prepared.
pub fn list<'b, ST, K, DB>(keys: &'b Window<K>, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend + HasSqlType<ST>,
    K: ToSql<ST, DB>,
{
    let range = keys.range();
    if range.len() == 1 {
        out.push_sql(" = ");
        return out.push_bind_param::<ST, K>(keys.key(range.start));
    }
    if range.len() != FULL {
        out.unsafe_to_cache_prepared();
    }
    out.push_sql(" IN (");
    for place in range.clone() {
        if place > range.start {
            out.push_sql(", ");
        }
        out.push_bind_param::<ST, K>(keys.key(place))?;
    }
    out.push_sql(")");
    Ok(())
}
