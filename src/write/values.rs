//! Values for further columns of an association table.

use crate::related::Is;
use crate::undocumented::NoFromClause;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, AsExpression, TypedExpressionType};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::query_source::Column;
use diesel::sql_types::SqlType;
use std::marker::PhantomData;

/// An expression for the column `C`, after other values.
#[derive(Debug, Clone)]
pub struct AndValue<V, C, X> {
    before: V,
    expression: X,
    column: PhantomData<fn() -> C>,
}

impl<V, C, X> AndValue<V, C, X> {
    pub(crate) fn new(before: V, expression: X) -> Self {
        AndValue { before, expression, column: PhantomData }
    }
}

/// Writes the columns and the values of a row, after those of the link.
pub trait WriteValues<DB: Backend> {
    /// Adds the names of the columns.
    fn add_names(names: &mut Vec<&'static str>);
    /// `, since`
    fn write_names<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// `, ?`
    fn write_values<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<DB: Backend> WriteValues<DB> for () {
    fn add_names(_: &mut Vec<&'static str>) {}

    fn write_names<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }

    fn write_values<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<DB, V, C, X> WriteValues<DB> for AndValue<V, C, X>
where
    DB: Backend,
    V: WriteValues<DB>,
    C: Column,
    X: QueryFragment<DB>,
{
    fn add_names(names: &mut Vec<&'static str>) {
        V::add_names(names);
        names.push(C::NAME);
    }

    fn write_names<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.before.write_names(out.reborrow())?;
        out.push_sql(", ");
        out.push_identifier(C::NAME)
    }

    fn write_values<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.before.write_values(out.reborrow())?;
        out.push_sql(", ");
        self.expression.walk_ast(out)
    }
}

/// The values of one row, whose binds are counted.
pub(crate) struct OneRow<'v, V>(pub(crate) &'v V);

impl<DB: Backend, V: WriteValues<DB>> QueryFragment<DB> for OneRow<'_, V> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.write_values(out)
    }
}

/// A column of the association table `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column of the association table `{T}`",
    label = "expected a further column of the association table"
)]
pub trait ColumnOf<T>: Column {}

#[diagnostic::do_not_recommend]
impl<C: Column<Table: Is<T>>, T> ColumnOf<T> for C {}

/// A value for the column `C`: what Diesel's `column.eq(…)` takes, except for other columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for the column `{C}`",
    label = "expected a value or an expression of the column's type, without columns of tables"
)]
pub trait ValueOf<C> {
    /// The value as an expression.
    type Expression;
    /// The value as an expression.
    fn expression(self) -> Self::Expression;
}

#[diagnostic::do_not_recommend]
impl<C, X> ValueOf<C> for X
where
    C: Column<SqlType: SqlType + TypedExpressionType>,
    X: AsExpression<C::SqlType, Expression: AppearsOnTable<NoFromClause>>,
{
    type Expression = X::Expression;

    fn expression(self) -> X::Expression {
        self.as_expression()
    }
}
