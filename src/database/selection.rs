//! The rows of a model, as a database selects and reads them.

use crate::model::relation::Model;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::dsl::{AsSelect, SqlTypeOf};
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::prelude::Selectable;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// A model whose rows a database can select and read.
///
/// Implemented for each model and backend where the model is declared: Diesel's bounds on every
/// column are proved there, once, and every statement only looks the implementation up.
pub trait Readable<DB: Backend>:
    Model
    + Selectable<
        DB,
        SelectExpression: QueryFragment<DB>
                              + QueryId
                              + SelectableExpression<Self::Table>
                              + ValidGrouping<(), IsAggregate = is_aggregate::No>,
    > + FromSqlRow<SqlTypeOf<<Self as Selectable<DB>>::SelectExpression>, DB>
{
}

/// The columns of a model, selected from its table or from a join with it.
#[allow(missing_debug_implementations)]
pub struct Selection<M: Selectable<DB>, DB: Backend>(M::SelectExpression);

impl<M: Selectable<DB>, DB: Backend> Default for Selection<M, DB> {
    fn default() -> Self {
        Selection(M::construct_selection())
    }
}

impl<M: Selectable<DB>, DB: Backend> Expression for Selection<M, DB> {
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
    ($backends:tt, $($model:tt)*) => {
        $crate::__for_each_backend! { $backends, __readable_from, [$($model)*] }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __readable_from {
    ($backend:ty, checked $model:ident) => {
        impl $crate::private::Readable<$crate::private::check::For<$model, $backend>> for $model {}
    };
    ($backend:ty, $model:ident) => {
        impl $crate::private::Readable<$backend> for $model {}
    };
}
