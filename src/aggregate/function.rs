use crate::clause::filter_order::{Inside, Outside, Refused};
use crate::sql::correlated::RELATED;
use crate::sql::derived::{numbered, write_column};
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

/// Whether there are any.
#[derive(Debug, Clone, Copy)]
pub struct Exists;

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
    message = "`{Self}` does not take this value",
    label = "`sum` and `avg` take numbers, `min` and `max` what the database can order"
)]
pub trait Function<C, Where> {
    /// The function of the value. If it is rejected, this resolves to nothing, so that rustc
    /// reports no further errors.
    type Value;
    /// The function of the value.
    fn of(value: C) -> Self::Value;
}

/// The SQL of a function, and the type it returns.
pub trait AggregateFunction<C> {
    /// The SQL type of what it returns.
    type SqlType: SqlType + SingleValue;
    /// The SQL around the value.
    const AROUND: (&'static str, &'static str);
    /// Whether a repeated value makes a difference.
    const COUNTS: bool;
}

#[diagnostic::do_not_recommend]
impl<F: AggregateFunction<C>, C> Function<C, Inside> for F {
    type Value = Value<F, C>;

    fn of(operand: C) -> Value<F, C> {
        Value { operand, function: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<F, C: Refused> Function<C, Outside> for F {
    type Value = Value<F, C>;

    fn of(operand: C) -> Value<F, C> {
        Value { operand, function: PhantomData }
    }
}

impl<C, S> AggregateFunction<C> for Sum
where
    C: Expression<SqlType: Foldable<Sum = S>>,
    S: IntoNotNullable<NotNullable: Number>,
{
    type SqlType = S::NotNullable;
    const AROUND: (&'static str, &'static str) = ("COALESCE(SUM(", "), 0)");
    const COUNTS: bool = true;
}

impl<C: Expression<SqlType: Foldable>> AggregateFunction<C> for Avg {
    type SqlType = <C::SqlType as Foldable>::Avg;
    const AROUND: (&'static str, &'static str) = ("AVG(", ")");
    const COUNTS: bool = true;
}

impl<C, N> AggregateFunction<C> for Min
where
    C: Expression<SqlType: SqlOrd + SingleValue + IntoNullable<Nullable = N>>,
    N: SqlType + SingleValue,
{
    type SqlType = N;
    const AROUND: (&'static str, &'static str) = ("MIN(", ")");
    const COUNTS: bool = false;
}

impl<C, N> AggregateFunction<C> for Max
where
    C: Expression<SqlType: SqlOrd + SingleValue + IntoNullable<Nullable = N>>,
    N: SqlType + SingleValue,
{
    type SqlType = N;
    const AROUND: (&'static str, &'static str) = ("MAX(", ")");
    const COUNTS: bool = false;
}

/// The SQL type of a number, which can be 0.
pub trait Number: SqlType + SingleValue {}

impl Number for BigInt {}
impl Number for Float {}
impl Number for Double {}
impl Number for Numeric {}
#[cfg(feature = "mysql_backend")]
impl Number for diesel::sql_types::Unsigned<BigInt> {}

/// The prefix of the columns that identify a row.
pub(crate) const IDENTITY: &str = "id";
/// The name of the column of the values.
const VALUE: &str = "value_1";

/// A function with its operand.
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
    /// `MAX(conjoin:related.value_1)`; if rows may repeat that are identified by one column, that
    /// is `id_1`.
    fn write_renamed<'b>(&'b self, repeat: bool, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// Whether repeated rows, identified by this many columns, must be made distinct.
    fn distinct(columns: usize) -> bool;
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

    fn write_renamed<'b>(&'b self, repeat: bool, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !repeat {
            return self.write(out);
        }
        // Unlike a subquery of distinct rows, this lets a database use an index for the key.
        out.push_sql("COUNT(DISTINCT ");
        write_column(Some(RELATED), &numbered(IDENTITY, 0), &mut out)?;
        out.push_sql(")");
        Ok(())
    }

    fn distinct(columns: usize) -> bool {
        columns > 1
    }
}

/// A function of the value of an expression.
#[derive(Debug, Clone, Copy)]
pub struct Value<F, C> {
    operand: C,
    function: PhantomData<F>,
}

impl<F, C> Value<F, C> {
    /// Its operand.
    pub(crate) fn operand(self) -> C {
        self.operand
    }
}

impl<F: AggregateFunction<C>, C> Computed for Value<F, C> {
    type SqlType = F::SqlType;
}

impl<F, C, DB> WriteComputed<DB> for Value<F, C>
where
    F: AggregateFunction<C>,
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
        out.push_identifier(VALUE)
    }

    fn distinct(_: usize) -> bool {
        F::COUNTS
    }

    fn write_renamed<'b>(&'b self, _: bool, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(F::AROUND.0);
        write_column(Some(RELATED), VALUE, &mut out)?;
        out.push_sql(F::AROUND.1);
        Ok(())
    }
}
