//! The statements of relations, spelled out per relation and backend where a relation is declared.
//!
//! Macros, because Diesel's bounds are proved at once on concrete types and slowly on generic ones:
//! 7.8 s against 27 s of `cargo check` for 50 models.

use super::backend::Database;
use super::key_in::KeyIn;
use super::reached::{Beside, Reached};
use super::selection::Readable;
use crate::key::{Key, KeyBound, KeyColumns, KeySqlType, Keyed};
use crate::relation::{KeysOf, Model, PrimaryKey, Relation, Source, Target};
use crate::route::{Route, Step};
use diesel::associations::HasTable;
use diesel::deserialize::FromSqlRow;
use diesel::dsl::AsSelect;
use diesel::internal::table_macro::{BoxedSelectStatement, FromClause, SelectStatement};
use diesel::query_builder::QueryFragment;
use diesel::query_dsl::methods::{BoxedDsl, FilterDsl, SelectDsl};
use std::marker::PhantomData;

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
    /// The columns that are compared with the keys.
    type Column: KeyColumns;
    /// How the keys are bound.
    type Bound;
    /// The keys' Rust type.
    type Key: Key;

    /// `SELECT … FROM …`
    fn base() -> Self::Query;
    /// Adds the condition on the keys.
    fn of(query: Self::Query, keys: KeyIn<Self::Column, Self::Bound, Self::Key>) -> Self::Query;
}

/// The statement of a relation whose keys are in other tables, in one direction.
pub trait LinkedStatement<'q, DB: Database, Direction> {
    /// The statement, boxed: a plan's filter and order do not change its type.
    type Query: QueryFragment<DB>;
    /// The model of its rows.
    type Row: Model + Readable<DB>;
    /// The columns that are compared with the keys.
    type Near: KeyColumns;
    /// How the keys are bound.
    type Bound;
    /// The keys' SQL type.
    type SqlType;
    /// The keys' Rust type.
    type Key: Key + FromSqlRow<Self::SqlType, DB>;
    /// The columns by which a row is known.
    type IdentityColumns: KeyColumns;
    /// Their SQL type.
    type IdentitySqlType;
    /// Their Rust type.
    type Identity: Key + FromSqlRow<Self::IdentitySqlType, DB>;

    /// `SELECT near, key, … FROM target INNER JOIN association ON …`
    fn base() -> Self::Query;
    /// Adds the condition on the keys.
    fn of(query: Self::Query, keys: KeyIn<Self::Near, Self::Bound, Self::Key>) -> Self::Query;
}

/// `SELECT posts.* FROM posts`, boxed.
///
/// Spelled out, as is [`LinkedQuery`]: to find these types through Diesel's `SelectDsl` and
/// `BoxedDsl`, rustc proves all that those demand wherever it meets them.
pub type DirectQuery<'q, M, DB> =
    BoxedSelectStatement<'q, AsSelect<M, DB>, FromClause<<M as Model>::Table>, DB>;

/// `SELECT post_tags.post_id, tags.id, tags.* FROM tags INNER JOIN post_tags ON …`, boxed.
pub type LinkedQuery<'q, M, R, DB> =
    BoxedSelectStatement<'q, AsSelect<M, DB>, FromClause<Reached<M, R>>, DB>;

/// The statement of the relation `R` through a path.
///
/// The only one that is proved where it is used: what a path leads through is looked up, and where
/// that fails, a statement spelled out beside the relation would report it once more for each look.
#[derive(Debug)]
pub struct PathStatement<R>(PhantomData<fn() -> R>);

type StepOf<R> = <KeysOf<R> as Step>::Source;
type RouteOf<R> = <KeysOf<R> as Step>::Route;
type PathQuery<'q, R, DB> = LinkedQuery<'q, Target<R>, RouteOf<R>, DB>;
type PathKeyIn<R> =
    KeyIn<<RouteOf<R> as Route>::Near, KeyBound<StepOf<R>>, KeyOf<Source<R>, StepOf<R>>>;

impl<'q, DB, R> LinkedStatement<'q, DB, Forward> for PathStatement<R>
where
    DB: Database,
    R: Relation<Keys: Step>,
    Source<R>: Keyed<StepOf<R>, Key: FromSqlRow<KeySqlType<StepOf<R>>, DB>>,
    Target<R>: Readable<DB> + Model<PrimaryKey: KeyColumns>,
    Target<R>: Keyed<PrimaryKey<Target<R>>>,
    KeyOf<Target<R>, PrimaryKey<Target<R>>>: FromSqlRow<KeySqlType<PrimaryKey<Target<R>>>, DB>,
    SelectStatement<FromClause<Reached<Target<R>, RouteOf<R>>>>: SelectDsl<
            Beside<Target<R>, RouteOf<R>, DB>,
            Output: BoxedDsl<'q, DB, Output = PathQuery<'q, R, DB>>,
        >,
    PathQuery<'q, R, DB>:
        QueryFragment<DB> + FilterDsl<PathKeyIn<R>, Output = PathQuery<'q, R, DB>>,
{
    type Query = PathQuery<'q, R, DB>;
    type Row = Target<R>;
    type Near = <RouteOf<R> as Route>::Near;
    type Bound = KeyBound<StepOf<R>>;
    type SqlType = KeySqlType<StepOf<R>>;
    type Key = KeyOf<Source<R>, StepOf<R>>;
    type IdentityColumns = PrimaryKey<Target<R>>;
    type IdentitySqlType = KeySqlType<PrimaryKey<Target<R>>>;
    type Identity = KeyOf<Target<R>, PrimaryKey<Target<R>>>;

    fn base() -> Self::Query {
        Reached::rows().select(Beside::default()).internal_into_boxed()
    }

    fn of(query: Self::Query, keys: PathKeyIn<R>) -> Self::Query {
        query.filter(keys.in_table(Reached::<Target<R>, RouteOf<R>>::near_table()))
    }
}

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

/// Implements the statement of a relation whose keys are in other tables.
#[doc(hidden)]
#[macro_export]
macro_rules! __linked {
    ($backends:tt, $relation:ty) => {
        $crate::__for_each_backend! { $backends, __linked_statement, [
            $relation,
            $crate::private::Forward,
            $crate::private::Source<$relation>,
            <$crate::private::KeysOf<$relation> as $crate::private::Step>::Source,
            $crate::private::Target<$relation>,
            <$crate::private::KeysOf<$relation> as $crate::private::Step>::Route,
        ] }
    };
}

/// Implements the statement of a belongs_to's other side, whose rows' struct lacks the foreign key.
#[doc(hidden)]
#[macro_export]
macro_rules! __linked_back {
    ($backends:tt, $relation:ty) => {
        $crate::__for_each_backend! { $backends, __linked_statement, [
            $relation,
            $crate::private::Backward,
            $crate::private::Target<$relation>,
            <$relation as $crate::private::Direct>::TargetColumn,
            $crate::private::Source<$relation>,
            $crate::private::Here<<$relation as $crate::private::Direct>::SourceColumn>,
        ] }
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
            impl<'q> $crate::private::Statement<'q, $backend, $direction> for $relation {
                type Query = $crate::private::DirectQuery<'q, $target, $backend>;
                type Row = $target;
                type Column = $target_column;
                type Bound = $crate::private::KeyBound<$source_column>;
                type Key = $crate::private::KeyOf<$source, $source_column>;

                fn base() -> Self::Query {
                    let columns = $crate::private::Selection::<$target, $backend>::default();
                    $crate::private::BoxedDsl::internal_into_boxed(
                        $crate::private::SelectDsl::select(
                            $crate::private::table::<$target>(),
                            columns,
                        ),
                    )
                }

                fn of(
                    query: Self::Query,
                    keys: $crate::private::KeyIn<Self::Column, Self::Bound, Self::Key>,
                ) -> Self::Query {
                    $crate::private::FilterDsl::filter(query, keys)
                }
            }
        };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __linked_statement {
    (
        $backend:ty, $relation:ty, $direction:ty,
        $source:ty, $source_columns:ty, $target:ty, $route:ty,
    ) => {
        const _: () = {
            impl<'q> $crate::private::LinkedStatement<'q, $backend, $direction> for $relation {
                type Query = $crate::private::LinkedQuery<'q, $target, $route, $backend>;
                type Row = $target;
                type Near = <$route as $crate::private::Route>::Near;
                type Bound = $crate::private::KeyBound<$source_columns>;
                type SqlType = $crate::private::KeySqlType<$source_columns>;
                type Key = $crate::private::KeyOf<$source, $source_columns>;
                type IdentityColumns = $crate::private::PrimaryKey<$target>;
                type IdentitySqlType = $crate::private::KeySqlType<Self::IdentityColumns>;
                type Identity = $crate::private::KeyOf<$target, Self::IdentityColumns>;

                fn base() -> Self::Query {
                    let from = $crate::private::Reached::<$target, $route>::rows();
                    let columns = $crate::private::Beside::<$target, $route, $backend>::default();
                    $crate::private::BoxedDsl::internal_into_boxed(
                        $crate::private::SelectDsl::select(from, columns),
                    )
                }

                fn of(
                    query: Self::Query,
                    keys: $crate::private::KeyIn<Self::Near, Self::Bound, Self::Key>,
                ) -> Self::Query {
                    let table = $crate::private::Reached::<$target, $route>::near_table();
                    $crate::private::FilterDsl::filter(query, keys.in_table(table))
                }
            }
        };
    };
}
