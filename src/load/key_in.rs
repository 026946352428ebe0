//! The condition on the keys, in the form that each database answers fastest.

use super::keys::{FULL, Window};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType};
use std::marker::PhantomData;
use std::sync::Arc;

/// `column = ?` for one key, and for several what the database has for that.
///
/// Diesel's own `eq_any` keeps every `IN` list out of the cache of prepared statements.
#[derive(Debug)]
pub struct KeyIn<C, ST, K> {
    column: C,
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
        KeyIn { column: C::default(), keys: Asked::One(key), sql_type: PhantomData }
    }

    pub(crate) fn window(window: Arc<Window<K>>) -> Self {
        KeyIn { column: C::default(), keys: Asked::Window(window), sql_type: PhantomData }
    }
}

impl<C, ST, K> Expression for KeyIn<C, ST, K> {
    type SqlType = Bool;
}

impl<C, ST, K> ValidGrouping<()> for KeyIn<C, ST, K> {
    type IsAggregate = is_aggregate::No;
}

impl<C: AppearsOnTable<QS>, ST, K, QS> AppearsOnTable<QS> for KeyIn<C, ST, K> {}

impl<C, ST, K> QueryId for KeyIn<C, ST, K> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, ST, K, DB> QueryFragment<DB> for KeyIn<C, ST, K>
where
    DB: BindKeys<ST, K>,
    C: QueryFragment<DB>,
    K: ToSql<ST, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        match &self.keys {
            Asked::Window(window) => DB::bind_keys(window, out),
            Asked::One(key) => {
                out.push_sql(" = ");
                out.push_bind_param::<ST, K>(key)
            }
        }
    }
}

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
