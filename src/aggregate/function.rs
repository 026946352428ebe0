use crate::correlated::write_related;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::Expression;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{
    BigInt, Double, Float, Foldable, IntoNotNullable, IntoNullable, Numeric, SingleValue, SqlOrd,
    SqlType,
};
use std::marker::PhantomData;

/// `COUNT(*)`
#[derive(Debug, Clone, Copy)]
pub struct Count;

/// `COALESCE(SUM(column), 0)`
#[derive(Debug, Clone, Copy)]
pub struct Sum;

/// `AVG(column)`
#[derive(Debug, Clone, Copy)]
pub struct Avg;

/// `MIN(column)`
#[derive(Debug, Clone, Copy)]
pub struct Min;

/// `MAX(column)`
#[derive(Debug, Clone, Copy)]
pub struct Max;

/// A function of one value.
#[diagnostic::on_unimplemented(
    message = "there is no `{Self}` of this value",
    label = "sums and averages are of numbers, and the least and greatest of what has an order"
)]
pub trait Function<C> {
    /// The SQL type of what it returns.
    type SqlType: SqlType + SingleValue;
    /// What stands around the value.
    const AROUND: (&'static str, &'static str);
}

impl<C, S> Function<C> for Sum
where
    C: Expression<SqlType: Foldable<Sum = S>>,
    S: IntoNotNullable<NotNullable: Number>,
{
    type SqlType = S::NotNullable;
    const AROUND: (&'static str, &'static str) = ("COALESCE(SUM(", "), 0)");
}

impl<C: Expression<SqlType: Foldable>> Function<C> for Avg {
    type SqlType = <C::SqlType as Foldable>::Avg;
    const AROUND: (&'static str, &'static str) = ("AVG(", ")");
}

impl<C, N> Function<C> for Min
where
    C: Expression<SqlType: SqlOrd + SingleValue + IntoNullable<Nullable = N>>,
    N: SqlType + SingleValue,
{
    type SqlType = N;
    const AROUND: (&'static str, &'static str) = ("MIN(", ")");
}

impl<C, N> Function<C> for Max
where
    C: Expression<SqlType: SqlOrd + SingleValue + IntoNullable<Nullable = N>>,
    N: SqlType + SingleValue,
{
    type SqlType = N;
    const AROUND: (&'static str, &'static str) = ("MAX(", ")");
}

/// The SQL type of a number, which can be 0.
pub trait Number: SqlType + SingleValue {}

impl Number for BigInt {}
impl Number for Float {}
impl Number for Double {}
impl Number for Numeric {}
#[cfg(feature = "mysql_backend")]
impl Number for diesel::sql_types::Unsigned<BigInt> {}

/// A function with what it is of.
pub trait Computed {
    /// The SQL type of the result.
    type SqlType: SqlType + SingleValue;
}

/// Writes a function.
pub trait WriteComputed<DB: Backend>: Computed {
    /// `MAX(posts.id)`
    fn write<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// `, posts.id AS value_1`, for the next.
    fn write_operand<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// `MAX(related.value_1)`
    fn write_renamed<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl Computed for Count {
    type SqlType = BigInt;
}

impl<DB: Backend> WriteComputed<DB> for Count {
    fn write<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("COUNT(*)");
        Ok(())
    }

    fn write_operand<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }

    fn write_renamed<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.write(out)
    }
}

/// A function of the value of an expression.
#[derive(Debug, Clone, Copy)]
pub struct Value<F, C> {
    operand: C,
    function: PhantomData<F>,
}

impl<F, C> Value<F, C> {
    pub(super) fn new(operand: C) -> Self {
        Value { operand, function: PhantomData }
    }
}

impl<F: Function<C>, C> Computed for Value<F, C> {
    type SqlType = F::SqlType;
}

impl<F, C, DB> WriteComputed<DB> for Value<F, C>
where
    F: Function<C>,
    C: QueryFragment<DB>,
    DB: Backend,
{
    fn write<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(F::AROUND.0);
        self.operand.walk_ast(out.reborrow())?;
        out.push_sql(F::AROUND.1);
        Ok(())
    }

    fn write_operand<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(", ");
        self.operand.walk_ast(out.reborrow())?;
        out.push_sql(" AS ");
        out.push_identifier("value_1")
    }

    fn write_renamed<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(F::AROUND.0);
        write_related("value", 0, &mut out)?;
        out.push_sql(F::AROUND.1);
        Ok(())
    }
}
