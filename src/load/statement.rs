//! The statements of relations, spelled out per relation and backend where a relation is declared.
//!
//! Macros, because Diesel's bounds are proved at once on concrete types and slowly on generic ones:
//! 7.8 s against 27 s of `cargo check` for 50 models.

use super::backend::Database;
use super::fetch::LinkedRows;
use super::keys::KeyIn;
use crate::key::{Key, Keyed, KeysEqual};
use crate::relation::{Model, Relation, TableOf, Target};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::deserialize::{FromSql, FromSqlRow};
use diesel::dsl::{AsSelect, InnerJoin, On, Select, SqlTypeOf};
use diesel::prelude::Selectable;
use diesel::query_builder::QueryFragment;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;

/// From the declaring side to the other.
#[derive(Debug)]
pub enum Forward {}

/// From the other side of a belongs_to back to the declaring one.
#[derive(Debug)]
pub enum Backward {}

/// The statement of a relation without an association table, in one direction.
pub trait Statement<'q, DB: Database, Direction> {
    /// The statement, boxed: a plan's filter and order do not change its type.
    type Query: QueryFragment<DB>;
    /// The model of its rows.
    type Row: Model;
    /// The column that is compared with the keys.
    type Column;
    /// The keys' SQL type.
    type SqlType;
    /// The keys' Rust type.
    type Key: Key;

    /// `SELECT … FROM …`
    fn base() -> Self::Query;
    /// Adds the condition on the keys.
    fn of(query: Self::Query, keys: KeyIn<Self::Column, Self::SqlType, Self::Key>) -> Self::Query;
    /// Executes the statement and appends its rows.
    fn send<C>(conn: &mut C, query: &Self::Query, rows: &mut Vec<Self::Row>) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>;
}

/// The statement of a relation through an association table.
pub trait LinkedStatement<'q, DB: Database>: Relation {
    /// The statement, boxed: a plan's filter and order do not change its type.
    type Query: QueryFragment<DB>;
    /// The association table's reference to the source, which is compared with the keys.
    type Near;
    /// The keys' SQL type.
    type SqlType;
    /// The type of the source's key.
    type Key: Key;
    /// The type of the target's key.
    type Far: Key;

    /// `SELECT near, far, … FROM target INNER JOIN association ON …`
    fn base() -> Self::Query;
    /// Adds the condition on the keys.
    fn of(query: Self::Query, keys: KeyIn<Self::Near, Self::SqlType, Self::Key>) -> Self::Query;
    /// Executes the statement and adds its pairs.
    fn send<C>(
        conn: &mut C,
        query: &Self::Query,
        rows: &mut LinkedRows<'_, Self::Key, Self::Far, Self::Target>,
    ) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>;
}

/// `SELECT posts.* FROM posts`
pub type DirectBase<M, DB> = Select<<M as Model>::Table, AsSelect<M, DB>>;

/// `SELECT post_tags.post_id, post_tags.tag_id, tags.* FROM tags INNER JOIN post_tags ON …`
pub type LinkedBase<R, Through, Near, Far, T, DB> = Select<
    InnerJoin<TableOf<R>, On<Through, KeysEqual<Far, T>>>,
    (Near, Far, AsSelect<Target<R>, DB>),
>;

/// The key of `M` in its column `C`.
pub type KeyOf<M, C> = <M as Keyed<C>>::Key;

/// The table of a model, as a value.
pub fn table<M: Model>() -> M::Table {
    M::Table::table()
}

/// Implements the statement of a relation that states its keys, `Columns`.
#[doc(hidden)]
#[macro_export]
macro_rules! __direct {
    ($relation:ty) => {
        $crate::__for_each_backend! { $crate::__statement, [
            $relation,
            $crate::private::Forward,
            $crate::private::Source<$relation>,
            <$relation as $crate::private::Direct>::SourceColumn,
            $crate::private::Target<$relation>,
            <$relation as $crate::private::Direct>::TargetColumn,
        ] }
    };
}

/// Implements the statement of a belongs_to's other side.
#[doc(hidden)]
#[macro_export]
macro_rules! __direct_back {
    ($relation:ty) => {
        $crate::__for_each_backend! { $crate::__statement, [
            $relation,
            $crate::private::Backward,
            $crate::private::Target<$relation>,
            <$relation as $crate::private::Direct>::TargetColumn,
            $crate::private::Source<$relation>,
            <$relation as $crate::private::Direct>::SourceColumn,
        ] }
    };
}

/// Implements the statement of a relation through an association table.
#[doc(hidden)]
#[macro_export]
macro_rules! __linked {
    ($relation:ty, $($columns:tt)*) => {
        $crate::__for_each_backend! { $crate::__linked_statement, [$relation, $($columns)*] }
    };
}

/// Invokes a macro for each backend that conjoin was compiled with.
#[cfg(feature = "sqlite")]
#[doc(hidden)]
#[macro_export]
macro_rules! __for_each_backend {
    ($($implement:ident)::+, [$($arguments:tt)*]) => {
        $($implement)::+! { $crate::private::diesel::sqlite::Sqlite, $($arguments)* }
    };
}

/// Invokes a macro for each backend that conjoin was compiled with: none.
#[cfg(not(feature = "sqlite"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __for_each_backend {
    ($($implement:ident)::+, [$($arguments:tt)*]) => {};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __statement {
    (
        $backend:ty, $relation:ty, $direction:ty,
        $source:ty, $source_column:ty, $target:ty, $target_column:ty,
    ) => {
        const _: () = {
            use $crate::private::*;
            impl<'q> Statement<'q, $backend, $direction> for $relation {
                type Query = IntoBoxed<'q, DirectBase<$target, $backend>, $backend>;
                type Row = $target;
                type Column = $target_column;
                type SqlType = KeySqlType<$source_column>;
                type Key = KeyOf<$source, $source_column>;

                fn base() -> Self::Query {
                    let selection = <$target as SelectableHelper<$backend>>::as_select();
                    let query = SelectDsl::select(table::<$target>(), selection);
                    BoxedDsl::internal_into_boxed(query)
                }

                fn of(
                    query: Self::Query,
                    keys: KeyIn<Self::Column, Self::SqlType, Self::Key>,
                ) -> Self::Query {
                    FilterDsl::filter(query, keys)
                }

                fn send<C>(
                    conn: &mut C,
                    query: &Self::Query,
                    rows: &mut Vec<$target>,
                ) -> QueryResult<()>
                where
                    C: LoadConnection<Backend = $backend>,
                {
                    for row in LoadConnection::load(conn, query)? {
                        rows.push(decode::<$target, $backend>(&row?)?);
                    }
                    Ok(())
                }
            }
        };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __linked_statement {
    (
        $backend:ty, $relation:ty, $through:ty,
        $source:ty, $source_column:ty, $near:ty, $far:ty, $target:ty, $target_column:ty
    ) => {
        const _: () = {
            use $crate::private::*;
            impl<'q> LinkedStatement<'q, $backend> for $relation {
                type Query = IntoBoxed<
                    'q,
                    LinkedBase<$relation, $through, $near, $far, $target_column, $backend>,
                    $backend,
                >;
                type Near = $near;
                type SqlType = KeySqlType<$source_column>;
                type Key = KeyOf<$source, $source_column>;
                type Far = KeyOf<$target, $target_column>;

                fn base() -> Self::Query {
                    let association = <$through as HasTable>::table();
                    let joined = QueryDsl::inner_join(
                        table::<$target>(),
                        On::new(association, KeysEqual::<$far, $target_column>::default()),
                    );
                    let selection = <$target as SelectableHelper<$backend>>::as_select();
                    let columns = (<$near>::default(), <$far>::default(), selection);
                    BoxedDsl::internal_into_boxed(SelectDsl::select(joined, columns))
                }

                fn of(
                    query: Self::Query,
                    keys: KeyIn<Self::Near, Self::SqlType, Self::Key>,
                ) -> Self::Query {
                    FilterDsl::filter(query, keys)
                }

                fn send<C>(
                    conn: &mut C,
                    query: &Self::Query,
                    rows: &mut LinkedRows<'_, Self::Key, Self::Far, $target>,
                ) -> QueryResult<()>
                where
                    C: LoadConnection<Backend = $backend>,
                {
                    for row in LoadConnection::load(conn, query)? {
                        let row = row?;
                        rows.add(
                            &key::<Self::SqlType, Self::Key, $backend>(&row, 0)?,
                            key::<KeySqlType<$target_column>, Self::Far, $backend>(&row, 1)?,
                            || decode_from::<$target, $backend>(&row, 2),
                        )?;
                    }
                    Ok(())
                }
            }
        };
    };
}

/// Reads a model from a row that holds nothing else.
pub fn decode<'r, M, DB>(row: &impl Row<'r, DB>) -> QueryResult<M>
where
    DB: Backend,
    M: Selectable<DB> + FromSqlRow<SqlTypeOf<M::SelectExpression>, DB>,
{
    M::build_from_row(row).map_err(DeserializationError)
}

/// Reads a model from the columns after the first `skip`.
pub fn decode_from<'r, M, DB>(row: &impl Row<'r, DB>, skip: usize) -> QueryResult<M>
where
    DB: Backend,
    M: Selectable<DB> + FromSqlRow<SqlTypeOf<M::SelectExpression>, DB>,
{
    let columns = row.partial_row(skip..row.field_count());
    M::build_from_row(&columns).map_err(DeserializationError)
}

/// Reads a key from one column.
pub fn key<'r, ST, K, DB>(row: &impl Row<'r, DB>, column: usize) -> QueryResult<K>
where
    DB: Backend,
    K: FromSql<ST, DB>,
{
    row.get_value::<ST, K, usize>(column).map_err(DeserializationError)
}
