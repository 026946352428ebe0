//! The statements of relations, spelled out per relation and backend where a relation is declared.
//!
//! Macros, because Diesel's bounds are proved at once on concrete types and slowly on generic ones
//! (measured: 7.8 s against 27 s for 50 models).

use crate::key::{Linked, OnKeys};
use crate::relation::{Model, Target};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::{FromSql, FromSqlRow};
use diesel::dsl::{AsSelect, InnerJoin, On, Select, SqlTypeOf};
use diesel::prelude::Selectable;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;

/// `posts::table` of `user::posts`
pub type TableOf<R> = <Target<R> as Model>::Table;

/// `SELECT posts.* FROM posts`
pub type DirectBase<R, DB> = Select<TableOf<R>, AsSelect<Target<R>, DB>>;

/// `SELECT post_tags.post_id, post_tags.tag_id, tags.* FROM tags INNER JOIN post_tags ON …`
pub type LinkedBase<R, DB> = Select<
    InnerJoin<TableOf<R>, On<<R as Linked>::Through, FarOn<R>>>,
    (<R as Linked>::Near, <R as Linked>::Far, AsSelect<Target<R>, DB>),
>;

/// `post_tags.tag_id = tags.id` of `post::tags`
pub type FarOn<R> = OnKeys<<R as Linked>::Far, <R as Linked>::TargetColumn>;

/// Implements what a relation without an association table can do.
#[doc(hidden)]
#[macro_export]
macro_rules! __direct {
    ($relation:ty) => {
        $crate::__for_each_backend! { $crate::__fetch_direct, $relation }
        $crate::__join_direct! { $relation }
        $crate::__related_direct! { $relation }
    };
}

/// Implements what a relation through an association table can do.
#[doc(hidden)]
#[macro_export]
macro_rules! __linked {
    ($relation:ty) => {
        $crate::__for_each_backend! { $crate::__fetch_linked, $relation }
        $crate::__join_linked! { $relation }
        $crate::__related_linked! { $relation }
    };
}

/// Invokes a macro for each backend that conjoin was compiled with.
#[cfg(feature = "sqlite")]
#[doc(hidden)]
#[macro_export]
macro_rules! __for_each_backend {
    ($($implement:ident)::+, $relation:ty) => {
        $($implement)::+! { $relation, $crate::private::diesel::sqlite::Sqlite }
    };
}

/// Invokes a macro for each backend that conjoin was compiled with: none.
#[cfg(not(feature = "sqlite"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __for_each_backend {
    ($($implement:ident)::+, $relation:ty) => {};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __fetch_direct {
    ($relation:ty, $backend:ty) => {
        impl<'q> $crate::private::Fetch<'q, $backend> for $relation {
            type Query = $crate::private::IntoBoxed<
                'q,
                $crate::private::DirectBase<Self, $backend>,
                $backend,
            >;

            fn fetch<N, C>(
                ask: $crate::private::Ask<'_, Self, N>,
                conn: &mut C,
            ) -> $crate::private::QueryResult<$crate::private::Fetched<Self>>
            where
                N: $crate::private::Narrow<Self::Query>,
                C: $crate::private::LoadConnection<Backend = $backend>,
            {
                use $crate::private::*;
                direct::<Self, $backend, _, _, _>(
                    ask,
                    |narrow, keys| {
                        let base = SelectDsl::select(
                            <Target<Self> as Model>::table(),
                            <Target<Self> as SelectableHelper<$backend>>::as_select(),
                        );
                        FilterDsl::filter(narrow.narrow(BoxedDsl::internal_into_boxed(base)), keys)
                    },
                    |query, rows| {
                        for row in LoadConnection::load(conn, query)? {
                            rows.push(decode::<Target<Self>, $backend>(&row?)?);
                        }
                        Ok(())
                    },
                )
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __fetch_linked {
    ($relation:ty, $backend:ty) => {
        impl<'q> $crate::private::Fetch<'q, $backend> for $relation {
            type Query = $crate::private::IntoBoxed<
                'q,
                $crate::private::LinkedBase<Self, $backend>,
                $backend,
            >;

            fn fetch<N, C>(
                ask: $crate::private::Ask<'_, Self, N>,
                conn: &mut C,
            ) -> $crate::private::QueryResult<$crate::private::Fetched<Self>>
            where
                N: $crate::private::Narrow<Self::Query>,
                C: $crate::private::LoadConnection<Backend = $backend>,
            {
                use $crate::private::*;
                type Near = <$relation as Linked>::Near;
                type Far = <$relation as Linked>::Far;
                type TargetColumn = <$relation as Linked>::TargetColumn;
                linked::<Self, $backend, _, _, _, _>(
                    ask,
                    |narrow, keys| {
                        let base = SelectDsl::select(
                            QueryDsl::inner_join(
                                <Target<Self> as Model>::table(),
                                On::new(
                                    <Self as Linked>::through(),
                                    $crate::__on_keys!(Far, TargetColumn),
                                ),
                            ),
                            (
                                Near::default(),
                                Far::default(),
                                <Target<Self> as SelectableHelper<$backend>>::as_select(),
                            ),
                        );
                        FilterDsl::filter(narrow.narrow(BoxedDsl::internal_into_boxed(base)), keys)
                    },
                    |query, rows| {
                        for row in LoadConnection::load(&mut *conn, query)? {
                            let row = row?;
                            rows.add(
                                &key::<KeySqlType<Near>, _, $backend>(&row, 0)?,
                                key::<KeySqlType<Far>, _, $backend>(&row, 1)?,
                                || decode_from::<Target<Self>, $backend>(&row, 2),
                            )?;
                        }
                        Ok(())
                    },
                )
            }
        }
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
