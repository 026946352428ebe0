//! The statements of relations, spelled out per relation and backend where a relation is declared.
//!
//! Macros, because Diesel's bounds are proved at once on concrete types and slowly on generic ones:
//! 7.8 s against 27 s of `cargo check` for 50 models.

use super::backend::Database;
use super::fetch::LinkedRows;
use super::keys::KeyIn;
use crate::key::{Key, Keyed, KeysEqual};
use crate::relation::{Model, Relation};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::deserialize::{FromSql, FromSqlRow};
use diesel::dsl::{AsSelect, SqlTypeOf};
use diesel::internal::table_macro::{BoxedSelectStatement, FromClause, Inner, Join, JoinOn};
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
    /// The same for one key and nothing else, by a statement that is not boxed: Diesel finds it
    /// prepared by its type, without writing its SQL (8 % of loading one user's posts).
    fn send_one<C>(conn: &mut C, key: &Self::Key, rows: &mut Vec<Self::Row>) -> QueryResult<()>
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

    /// `SELECT near, key, … FROM target INNER JOIN association ON …`
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
    /// The same for one key and nothing else, see [`Statement::send_one`].
    fn send_one<C>(
        conn: &mut C,
        key: &Self::Key,
        rows: &mut LinkedRows<'_, Self::Key, Self::Far, Self::Target>,
    ) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>;
}

/// `SELECT posts.* FROM posts`, boxed.
///
/// Spelled out, as is [`LinkedQuery`]: to find these types through Diesel's `SelectDsl` and
/// `BoxedDsl`, rustc proves all that those demand wherever it meets them.
pub type DirectQuery<'q, M, DB> =
    BoxedSelectStatement<'q, AsSelect<M, DB>, FromClause<<M as Model>::Table>, DB>;

/// `SELECT post_tags.post_id, tags.id, tags.* FROM tags INNER JOIN post_tags ON …`, boxed.
///
/// A target is known by its own key: to a case-insensitive collation the association's reference to
/// it may differ from row to row.
pub type LinkedQuery<'q, M, Through, Near, Far, T, DB> = BoxedSelectStatement<
    'q,
    (SqlTypeOf<Near>, SqlTypeOf<T>, AsSelect<M, DB>),
    FromClause<JoinOn<Join<<M as Model>::Table, Through, Inner>, KeysEqual<Far, T>>>,
    DB,
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

/// `SELECT posts.* FROM posts`
#[doc(hidden)]
#[macro_export]
macro_rules! __select {
    ($target:ty, $backend:ty) => {
        SelectDsl::select(table::<$target>(), <$target as SelectableHelper<$backend>>::as_select())
    };
}

/// `SELECT post_tags.post_id, tags.id, tags.* FROM tags INNER JOIN post_tags ON …`
#[doc(hidden)]
#[macro_export]
macro_rules! __select_pairs {
    ($target:ty, $backend:ty, $through:ty, $near:ty, $far:ty, $target_column:ty) => {
        SelectDsl::select(
            QueryDsl::inner_join(
                table::<$target>(),
                On::new(
                    <$through as HasTable>::table(),
                    KeysEqual::<$far, $target_column>::default(),
                ),
            ),
            (
                <$near>::default(),
                <$target_column>::default(),
                <$target as SelectableHelper<$backend>>::as_select(),
            ),
        )
    };
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
                type Query = DirectQuery<'q, $target, $backend>;
                type Row = $target;
                type Column = $target_column;
                type SqlType = KeySqlType<$source_column>;
                type Key = KeyOf<$source, $source_column>;

                fn base() -> Self::Query {
                    BoxedDsl::internal_into_boxed($crate::__select!($target, $backend))
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
                    append::<_, $backend, _>(LoadConnection::load(conn, query)?, rows)
                }

                fn send_one<C>(
                    conn: &mut C,
                    key: &Self::Key,
                    rows: &mut Vec<$target>,
                ) -> QueryResult<()>
                where
                    C: LoadConnection<Backend = $backend>,
                {
                    let is_key = KeyIs::<Self::Column, Self::SqlType, _>::new(Some(key));
                    let query = FilterDsl::filter($crate::__select!($target, $backend), is_key);
                    append::<_, $backend, _>(LoadConnection::load(conn, query)?, rows)
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
                type Query =
                    LinkedQuery<'q, $target, $through, $near, $far, $target_column, $backend>;
                type Near = $near;
                type SqlType = KeySqlType<$source_column>;
                type Key = KeyOf<$source, $source_column>;
                type Far = KeyOf<$target, $target_column>;

                fn base() -> Self::Query {
                    BoxedDsl::internal_into_boxed($crate::__select_pairs!(
                        $target,
                        $backend,
                        $through,
                        $near,
                        $far,
                        $target_column
                    ))
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
                    let answer = LoadConnection::load(conn, query)?;
                    append_pairs::<Self::SqlType, KeySqlType<$target_column>, _, _, _, $backend, _>(
                        answer, rows,
                    )
                }

                fn send_one<C>(
                    conn: &mut C,
                    key: &Self::Key,
                    rows: &mut LinkedRows<'_, Self::Key, Self::Far, $target>,
                ) -> QueryResult<()>
                where
                    C: LoadConnection<Backend = $backend>,
                {
                    let is_key = KeyIs::<Self::Near, Self::SqlType, _>::new(Some(key));
                    let pairs = $crate::__select_pairs!(
                        $target,
                        $backend,
                        $through,
                        $near,
                        $far,
                        $target_column
                    );
                    let query = FilterDsl::filter(pairs, is_key);
                    let answer = LoadConnection::load(conn, query)?;
                    append_pairs::<Self::SqlType, KeySqlType<$target_column>, _, _, _, $backend, _>(
                        answer, rows,
                    )
                }
            }
        };
    };
}

/// Appends the models of rows that hold nothing else.
pub fn append<'r, M, DB, R>(
    answer: impl Iterator<Item = QueryResult<R>>,
    rows: &mut Vec<M>,
) -> QueryResult<()>
where
    DB: Backend,
    R: Row<'r, DB>,
    M: Selectable<DB> + FromSqlRow<SqlTypeOf<M::SelectExpression>, DB>,
{
    for row in answer {
        rows.push(M::build_from_row(&row?).map_err(DeserializationError)?);
    }
    Ok(())
}

/// Adds rows of two keys, `K` of the SQL type `Near` and `F` of `Far`, and a model.
pub fn append_pairs<'r, Near, Far, K, F, M, DB, R>(
    answer: impl Iterator<Item = QueryResult<R>>,
    rows: &mut LinkedRows<'_, K, F, M>,
) -> QueryResult<()>
where
    DB: Backend,
    R: Row<'r, DB>,
    K: Key + FromSql<Near, DB>,
    F: Key + FromSql<Far, DB>,
    M: Selectable<DB> + FromSqlRow<SqlTypeOf<M::SelectExpression>, DB>,
{
    for row in answer {
        let row = row?;
        let near: K = row.get_value(0).map_err(DeserializationError)?;
        let far: F = row.get_value(1).map_err(DeserializationError)?;
        rows.add(&near, far, || {
            let columns = row.partial_row(2..row.field_count());
            M::build_from_row(&columns).map_err(DeserializationError)
        })?;
    }
    Ok(())
}
