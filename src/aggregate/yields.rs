//! The Rust type of a loaded aggregate, and its SQL.

use crate::aggregate::function::{Avg, Count, Exists, Max, Min, Sum};
use crate::model::key::Field;
use crate::model::relation::{Relation, Target};
use crate::sql::form::Form;
use diesel::expression::Expression;
use diesel::sql_types::{
    BigInt, Bool, Double, Float, Integer, IntoNotNullable, IntoNullable, Nullable, Numeric,
    SmallInt, SqlOrd, SqlType, is_nullable,
};

/// A function of the column `C` over the rows that the relation `R` leads to; `C` is `()` for
/// `count` and `exists`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` of `{C}` cannot be loaded",
    label = "`.with(…)` loads `count()`, `exists()`, and `sum`, `avg`, `min` and `max` of a column"
)]
pub trait Yields<R, C> {
    /// Its Rust type. The default is its value without related rows.
    type Value: Clone + Default + Send + Sync + 'static;
    /// Its SQL type.
    type SqlType;
    /// How it is written.
    const FORM: Form;
}

impl<R> Yields<R, ()> for Count {
    type Value = i64;
    type SqlType = BigInt;
    const FORM: Form = Form::Count;
}

impl<R> Yields<R, ()> for Exists {
    type Value = bool;
    type SqlType = Bool;
    const FORM: Form = Form::Exists;
}

impl<R, C> Yields<R, C> for Sum
where
    R: Relation<Target: Field<C>>,
    C: Expression<SqlType: IntoNotNullable<NotNullable: Summable<NotNull<R, C>>> + SqlType>,
    FieldOf<R, C>: MayBeNull<<C::SqlType as SqlType>::IsNull>,
{
    type Value = <NumberOf<C> as Summable<NotNull<R, C>>>::Sum;
    type SqlType = <NumberOf<C> as Summable<NotNull<R, C>>>::SumSqlType;
    const FORM: Form = <NumberOf<C> as Summable<NotNull<R, C>>>::SUM;
}

impl<R, C> Yields<R, C> for Avg
where
    R: Relation<Target: Field<C>>,
    C: Expression<SqlType: IntoNotNullable<NotNullable: Summable<NotNull<R, C>>> + SqlType>,
    FieldOf<R, C>: MayBeNull<<C::SqlType as SqlType>::IsNull>,
{
    type Value = Option<<NumberOf<C> as Summable<NotNull<R, C>>>::Avg>;
    type SqlType = Nullable<<NumberOf<C> as Summable<NotNull<R, C>>>::AvgSqlType>;
    const FORM: Form = <NumberOf<C> as Summable<NotNull<R, C>>>::AVG;
}

macro_rules! one_of_them {
    ($($function:ident)+) => {$(
        impl<R, C> Yields<R, C> for $function
        where
            R: Relation<Target: Field<C>>,
            C: Expression<SqlType: SqlOrd + SqlType + IntoNullable>,
            FieldOf<R, C>: MayBeNull<
                <C::SqlType as SqlType>::IsNull,
                Value: Clone + Send + Sync + 'static,
            >,
        {
            type Value = Option<NotNull<R, C>>;
            type SqlType = <C::SqlType as IntoNullable>::Nullable;
            const FORM: Form = Form::$function;
        }
    )+};
}

one_of_them! { Min Max }

/// The field of the column `C`.
type FieldOf<R, C> = <Target<R> as Field<C>>::Value;

/// The type of the field, without an `Option` if the column is nullable.
type NotNull<R, C> =
    <FieldOf<R, C> as MayBeNull<<<C as Expression>::SqlType as SqlType>::IsNull>>::Value;

/// The SQL type of the column `C`, without `Nullable<…>`.
type NumberOf<C> = <<C as Expression>::SqlType as IntoNotNullable>::NotNullable;

/// A field's value: an `Option` if its column may be `NULL`.
pub trait MayBeNull<Nullability> {
    /// The value without the `Option`.
    type Value;
}

impl<V> MayBeNull<is_nullable::NotNull> for V {
    type Value = V;
}

impl<V> MayBeNull<is_nullable::IsNullable> for Option<V> {
    type Value = V;
}

/// Numbers in SQL that are of the type `V` in the model.
#[diagnostic::on_unimplemented(
    message = "a sum or an average of `{Self}` cannot be loaded",
    label = "not a number; in a query of your own, select what Diesel has for it"
)]
pub trait Summable<V> {
    /// Their sum in Rust.
    type Sum: Clone + Default + Send + Sync + 'static;
    /// Their sum in SQL.
    type SumSqlType;
    /// How it is written.
    const SUM: Form;
    /// Their average in Rust.
    type Avg: Clone + Send + Sync + 'static;
    /// Their average in SQL.
    type AvgSqlType: SqlType<IsNull = is_nullable::NotNull>;
    /// How it is written.
    const AVG: Form;
}

macro_rules! adds {
    ($($number:ty => $sum:ty, $sum_type:ty, $sum_form:ident; $avg_form:ident)+) => {$(
        impl<V> Summable<V> for $number {
            type Sum = $sum;
            type SumSqlType = $sum_type;
            const SUM: Form = Form::$sum_form;
            type Avg = f64;
            type AvgSqlType = Double;
            const AVG: Form = Form::$avg_form;
        }
    )+};
}

adds! {
    SmallInt => i64, BigInt, Sum; IntegerAvg
    Integer => i64, BigInt, Sum; IntegerAvg
    BigInt => i64, BigInt, LargeSum; IntegerAvg
    Float => f32, Float, Sum; Avg
    Double => f64, Double, Sum; Avg
}

// Decimal numbers have in Rust the type that the model uses.
impl<V: Clone + Default + Send + Sync + 'static> Summable<V> for Numeric {
    type Sum = V;
    type SumSqlType = Numeric;
    const SUM: Form = Form::Sum;
    type Avg = V;
    type AvgSqlType = Numeric;
    const AVG: Form = Form::Avg;
}
