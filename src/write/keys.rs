//! Keys that are written into the rows of one of two tables.

use crate::model::key::{Composite, KeyColumns, for_each_tuple};
use crate::write::once::{Once, Twice};
use diesel::dsl::{AsExprOf, Eq, SqlTypeOf};
use diesel::expression::{AsExpression, TypedExpressionType};
use diesel::prelude::{Column, ExpressionMethods};
use diesel::sql_types::SqlType;
use diesel::sql_types::is_nullable::NotNull;

/// Columns that are given the key `K`.
pub trait FillKey<K>: KeyColumns {
    /// `posts::user_id.eq(key)`; a tuple for several columns.
    type Filled;
    /// The columns with the key.
    fn fill(key: K) -> Self::Filled;
    /// The same in a new row.
    type Created;
    /// The columns with the key, unless a column of the row is there twice.
    fn create(key: K, twice: Option<Twice>) -> Self::Created;
}

#[diagnostic::do_not_recommend]
impl<C, K> FillKey<K> for C
where
    C: KeyColumns + Column + ExpressionMethods,
    SqlTypeOf<C>: SqlType + TypedExpressionType,
    K: AsExpression<SqlTypeOf<C>>,
{
    type Filled = Eq<C, K>;

    fn fill(key: K) -> Self::Filled {
        C::default().eq(key)
    }

    type Created = Eq<C, Once<AsExprOf<K, SqlTypeOf<C>>>>;

    fn create(key: K, twice: Option<Twice>) -> Self::Created {
        C::default().eq(Once::new(key.as_expression(), twice))
    }
}

/// Columns that can be `NULL`, where the key is `K` otherwise.
pub trait ClearKey<K>: KeyColumns {
    /// `posts::user_id.eq(None)`; a tuple for several columns.
    type Cleared;
    /// The columns without a key.
    fn clear() -> Self::Cleared;
}

#[diagnostic::do_not_recommend]
impl<C, K> ClearKey<K> for C
where
    C: FillKey<Option<K>> + Column,
{
    type Cleared = C::Filled;

    fn clear() -> Self::Cleared {
        C::fill(None)
    }
}

macro_rules! keys {
    ($(($A:ident $B:ident $place:tt))+) => {
        impl<$($A: FillKey<$B>, $B),+> FillKey<($($B,)+)> for Composite<($($A,)+)> {
            type Filled = ($($A::Filled,)+);

            fn fill(key: ($($B,)+)) -> Self::Filled {
                ($($A::fill(key.$place),)+)
            }

            type Created = ($($A::Created,)+);

            fn create(key: ($($B,)+), twice: Option<Twice>) -> Self::Created {
                ($($A::create(key.$place, twice),)+)
            }
        }

        impl<$($A: ClearKey<$B>, $B),+> ClearKey<($($B,)+)> for Composite<($($A,)+)> {
            type Cleared = ($($A::Cleared,)+);

            fn clear() -> Self::Cleared {
                ($($A::clear(),)+)
            }
        }
    };
}

for_each_tuple!(keys);

/// The nullability of a key that is never `NULL`.
pub trait NeverNull {}

impl NeverNull for NotNull {}
