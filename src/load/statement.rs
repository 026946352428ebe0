//! The statements of relations, spelled out per relation and backend where a relation is declared.
//!
//! Macros, because Diesel's bounds are proved at once on concrete types and slowly on generic ones:
//! 7.8 s against 27 s of `cargo check` for 50 models.

use super::backend::Database;
use super::key_in::KeyIn;
use super::selection::Readable;
use crate::key::{Key, Keyed, KeysEqual};
use crate::relation::{Model, Relation};
use diesel::associations::HasTable;
use diesel::deserialize::FromSql;
use diesel::dsl::{AsSelect, SqlTypeOf};
use diesel::internal::table_macro::{BoxedSelectStatement, FromClause, Inner, Join, JoinOn};
use diesel::query_builder::QueryFragment;

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
}

/// The statement of a relation through an association table.
pub trait LinkedStatement<'q, DB: Database>: Relation<Target: Readable<DB>> {
    /// The statement, boxed: a plan's filter and order do not change its type.
    type Query: QueryFragment<DB>;
    /// The association table's reference to the source, which is compared with the keys.
    type Near;
    /// The keys' SQL type.
    type SqlType;
    /// The type of the source's key.
    type Key: Key + FromSql<Self::SqlType, DB>;
    /// The SQL type of the target's key.
    type FarSqlType;
    /// The type of the target's key.
    type Far: Key + FromSql<Self::FarSqlType, DB>;

    /// `SELECT near, key, … FROM target INNER JOIN association ON …`
    fn base() -> Self::Query;
    /// Adds the condition on the keys.
    fn of(query: Self::Query, keys: KeyIn<Self::Near, Self::SqlType, Self::Key>) -> Self::Query;
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
    ($backends:tt, $relation:ty) => {
        $crate::__for_each_backend! { $backends, __statement, [
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
    ($backends:tt, $relation:ty) => {
        $crate::__for_each_backend! { $backends, __statement, [
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
    ($backends:tt, $($arguments:tt)*) => {
        $crate::__for_each_backend! { $backends, __linked_statement, [$($arguments)*] }
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
                    let columns = Selection::<$target, $backend>::default();
                    BoxedDsl::internal_into_boxed(SelectDsl::select(table::<$target>(), columns))
                }

                fn of(
                    query: Self::Query,
                    keys: KeyIn<Self::Column, Self::SqlType, Self::Key>,
                ) -> Self::Query {
                    FilterDsl::filter(query, keys)
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
                type FarSqlType = KeySqlType<$target_column>;
                type Far = KeyOf<$target, $target_column>;

                fn base() -> Self::Query {
                    let association = On::new(
                        <$through as HasTable>::table(),
                        KeysEqual::<$far, $target_column>::default(),
                    );
                    let joined = QueryDsl::inner_join(table::<$target>(), association);
                    let columns = (
                        <$near>::default(),
                        <$target_column>::default(),
                        Selection::<$target, $backend>::default(),
                    );
                    BoxedDsl::internal_into_boxed(SelectDsl::select(joined, columns))
                }

                fn of(
                    query: Self::Query,
                    keys: KeyIn<Self::Near, Self::SqlType, Self::Key>,
                ) -> Self::Query {
                    FilterDsl::filter(query, keys)
                }
            }
        };
    };
}
