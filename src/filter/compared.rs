use crate::model::from::{SourceTable, StartsHere};
use crate::model::key::{KeyColumns, Pair, WriteColumns};
use crate::model::relation::{KeysOf, Relation};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::AppearsInFromClause;
use diesel::sql_types::{Bool, Nullable};
use std::marker::PhantomData;

/// A foreign key compared with a row: what [`is`](super::RelationExpressionMethods::is) and
/// [`is_not`](super::RelationExpressionMethods::is_not) return, a `Bool` that may be `NULL`.
#[derive(Debug)]
pub struct Compared<R, E> {
    comparison: Comparison,
    equal: E,
    relation: PhantomData<fn() -> R>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Comparison {
    Is,
    IsNot,
}

impl<R, E> Compared<R, E> {
    pub(crate) fn new(comparison: Comparison, equal: E) -> Self {
        Compared { comparison, equal, relation: PhantomData }
    }
}

impl<R, E: Clone> Clone for Compared<R, E> {
    fn clone(&self) -> Self {
        Compared::new(self.comparison, self.equal.clone())
    }
}

impl<R, E> Expression for Compared<R, E> {
    type SqlType = Nullable<Bool>;
}

impl<R, E, DB> QueryFragment<DB> for Compared<R, E>
where
    E: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (open, close) = match self.comparison {
            Comparison::Is => ("(", ")"),
            Comparison::IsNot => ("NOT (", ")"),
        };
        out.push_sql(open);
        self.equal.walk_ast(out.reborrow())?;
        out.push_sql(close);
        Ok(())
    }
}

/// A foreign key that is not that of a row, or is `NULL`: what
/// [`is_distinct_from`](super::RelationExpressionMethods::is_distinct_from) returns, a `Bool`.
#[allow(missing_debug_implementations)]
pub struct Distinct<R: Relation<Keys: Pair>, E> {
    key: <KeysOf<R> as Pair>::Source,
    equal: E,
}

impl<R: Relation<Keys: Pair<Source: Default>>, E> Distinct<R, E> {
    pub(crate) fn new(equal: E) -> Self {
        Distinct { key: Default::default(), equal }
    }
}

impl<R: Relation<Keys: Pair<Source: Clone>>, E: Clone> Clone for Distinct<R, E> {
    fn clone(&self) -> Self {
        Distinct { key: self.key.clone(), equal: self.equal.clone() }
    }
}

impl<R: Relation<Keys: Pair>, E> Expression for Distinct<R, E> {
    type SqlType = Bool;
}

impl<R, E, DB> QueryFragment<DB> for Distinct<R, E>
where
    R: Relation<Keys: Pair<Source: WriteColumns<DB>>>,
    E: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        for place in 0..<<KeysOf<R> as Pair>::Source as KeyColumns>::LEN {
            self.key.write_column(place, None, out.reborrow())?;
            out.push_sql(" IS NULL OR ");
        }
        out.push_sql("NOT (");
        self.equal.walk_ast(out.reborrow())?;
        out.push_sql("))");
        Ok(())
    }
}

macro_rules! about_the_source {
    ($name:ident, $($bound:tt)*) => {
        impl<R: $($bound)*, E> ValidGrouping<()> for $name<R, E> {
            type IsAggregate = is_aggregate::No;
        }

        impl<R, E, QS> AppearsOnTable<QS> for $name<R, E>
        where
            R: $($bound)*,
            QS: AppearsInFromClause<SourceTable<R>, Count: StartsHere<R>>,
        {
        }

        impl<R, E, QS> SelectableExpression<QS> for $name<R, E>
        where
            R: $($bound)*,
            Self: AppearsOnTable<QS>,
        {
        }

        impl<R: $($bound)*, E> QueryId for $name<R, E> {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
    };
}

about_the_source!(Compared, Relation);
about_the_source!(Distinct, Relation<Keys: Pair>);
