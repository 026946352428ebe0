//! The rows of a model, as a database selects and reads them.

use crate::model::from::FromOf;
use crate::model::relation::Model;
use crate::undocumented::SelectStatementAccessor;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::dsl::{AsSelect, SqlTypeOf};
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::prelude::Selectable;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{HasQuery, QueryResult};

/// A model whose rows a database can select and read.
///
/// Implemented for each model and backend where the model is declared: Diesel's bounds on every
/// column are proved there, once, and every statement only looks the implementation up.
pub trait Readable<DB: Backend>:
    SelectedFrom<DB>
    + Selectable<
        DB,
        SelectExpression: QueryFragment<DB>
                              + QueryId
                              + SelectableExpression<<Self as SelectedFrom<DB>>::Source>
                              + ValidGrouping<(), IsAggregate = is_aggregate::No>,
    > + FromSqlRow<SqlTypeOf<<Self as Selectable<DB>>::SelectExpression>, DB>
{
}

/// What the columns of a model are selected from: its table, or what its base query joins.
pub trait SelectedFrom<DB: Backend>: Model {
    /// The table, or the join.
    type Source;
    /// ` FROM posts`
    type From: QueryFragment<DB>;
    /// Whether it is a join, and not the table alone.
    const JOINS: bool;
    /// ` FROM posts`
    fn from() -> Self::From;
}

/// ` FROM posts`
#[derive(Debug, Default)]
pub struct FromTable<T>(T);

impl<T: HasTable<Table = T>> FromTable<T> {
    /// The table.
    pub fn new() -> Self {
        FromTable(T::table())
    }
}

impl<T: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for FromTable<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" FROM ");
        self.0.walk_ast(out)
    }
}

/// ` FROM (posts LEFT OUTER JOIN users ON …)`, as in a query of Diesel's.
#[derive(Debug)]
pub struct FromQuery<Q>(pub Q);

impl<Q, DB> QueryFragment<DB> for FromQuery<Q>
where
    Q: SelectStatementAccessor<From: QueryFragment<DB>>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.from_clause().walk_ast(out)
    }
}

/// The source of a model's base query.
pub type SourceOf<M, DB> = FromOf<<M as HasQuery<DB>>::BaseQuery>;

/// The columns of a model, selected from its table or from a join with it.
#[allow(missing_debug_implementations)]
pub struct Selection<M: Readable<DB>, DB: Backend>(M::SelectExpression);

impl<M: Readable<DB>, DB: Backend> Default for Selection<M, DB> {
    fn default() -> Self {
        Selection(M::construct_selection())
    }
}

impl<M: Readable<DB>, DB: Backend> Expression for Selection<M, DB> {
    type SqlType = AsSelect<M, DB>;
}

impl<M: Readable<DB>, DB: Backend> ValidGrouping<()> for Selection<M, DB> {
    type IsAggregate = is_aggregate::No;
}

impl<M: Readable<DB>, DB: Backend, QS> AppearsOnTable<QS> for Selection<M, DB> {}

impl<M: Readable<DB>, DB: Backend, QS> SelectableExpression<QS> for Selection<M, DB> {}

impl<M: Readable<DB>, DB: Backend> QueryId for Selection<M, DB> {
    type QueryId = <M::SelectExpression as QueryId>::QueryId;
    const HAS_STATIC_QUERY_ID: bool = <M::SelectExpression as QueryId>::HAS_STATIC_QUERY_ID;
}

impl<M: Readable<DB>, DB: Backend> QueryFragment<DB> for Selection<M, DB> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

/// Implements [`Readable`] for a model and every backend. If the checks of its fields fail, the
/// implementation is one of an unknown type, so that rustc reports nothing about it.
#[doc(hidden)]
#[macro_export]
macro_rules! __readable {
    ($backends:tt, checked $model:ident) => {
        $crate::__in_one_table! { $model }
        $crate::__for_each_backend! { $backends, __readable_from, [checked $model] }
    };
    ($backends:tt, $model:ident) => {
        $crate::__in_one_table! { $model }
        $crate::__for_each_backend! { $backends, __readable_from, [$model] }
    };
}

/// The same for a model whose base query joins other tables.
#[doc(hidden)]
#[macro_export]
macro_rules! __readable_by_query {
    ($backends:tt, $model:ty) => {
        $crate::__for_each_backend! { $backends, __readable_by_query_from, [$model] }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __readable_from {
    ($backend:ty, checked $model:ident) => {
        $crate::__readable_from! { $crate::private::check::For<$model, $backend>, $model }
    };
    ($backend:ty, $model:ident) => {
        impl $crate::private::SelectedFrom<$backend> for $model {
            type Source = <$model as $crate::Model>::Table;
            type From = $crate::private::FromTable<<$model as $crate::Model>::Table>;
            const JOINS: bool = false;

            fn from() -> Self::From {
                $crate::private::FromTable::new()
            }
        }

        impl $crate::private::Readable<$backend> for $model {}
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __in_one_table {
    ($model:ident) => {
        #[diagnostic::do_not_recommend]
        impl $crate::private::InOneTable for $model {
            type Checked<P> = P;

            fn checked<P>(plan: P) -> P {
                plan
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __readable_by_query_from {
    ($backend:ty, $model:ty) => {
        impl $crate::private::SelectedFrom<$backend> for $model {
            type Source = $crate::private::SourceOf<$model, $backend>;
            type From = $crate::private::FromQuery<
                <$model as $crate::private::HasQuery<$backend>>::BaseQuery,
            >;
            const JOINS: bool = true;

            fn from() -> Self::From {
                $crate::private::FromQuery(
                    <$model as $crate::private::HasQuery<$backend>>::base_query(),
                )
            }
        }

        impl $crate::private::Readable<$backend> for $model {}
    };
}
