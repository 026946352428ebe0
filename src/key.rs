//! The columns that connect two models, and how a row's key is read from its struct.

use crate::relation::Relation;
use diesel::dsl;
use diesel::expression::Expression;
use diesel::sql_types::{IntoNotNullable, SqlType, is_nullable};
use std::fmt::Debug;
use std::hash::Hash;

/// The model has the column `C` as a field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no field for the column `{C}`",
    label = "a relation of this model needs the column",
    note = "add the field to `{Self}`"
)]
pub trait Field<C> {
    /// The type of the field.
    type Value: 'static;
    /// The field.
    fn field(&self) -> &Self::Value;
}

/// A field's value as a key: `K` in a `NOT NULL` column, `Option<K>` in one that may be `NULL`.
pub trait KeyValue<Nullability> {
    /// The key without the `Option`.
    type Key: Key;
    /// The key, unless it is `NULL`.
    fn key(&self) -> Option<&Self::Key>;
}

/// What can be a key: integers, text, bytes, uuids, newtypes of them.
pub trait Key: Hash + Eq + Clone + Debug + Send + Sync + 'static {}

impl<K: Hash + Eq + Clone + Debug + Send + Sync + 'static> Key for K {}

impl<K: Key> KeyValue<is_nullable::NotNull> for K {
    type Key = K;

    fn key(&self) -> Option<&K> {
        Some(self)
    }
}

impl<K: Key> KeyValue<is_nullable::IsNullable> for Option<K> {
    type Key = K;

    fn key(&self) -> Option<&K> {
        self.as_ref()
    }
}

/// The model has the column `C` as a field that can be a key.
pub trait Keyed<C> {
    /// The key's type, without an `Option`.
    type Key: Key;
    /// The key of this row, unless it is `NULL`.
    fn key(&self) -> Option<&Self::Key>;
}

/// Whether the column is `NOT NULL`, as Diesel's schema says.
pub type Nullability<C> = <<C as Expression>::SqlType as SqlType>::IsNull;

/// The column's SQL type without `Nullable<…>`.
pub type KeySqlType<C> = <<C as Expression>::SqlType as IntoNotNullable>::NotNullable;

impl<M, C> Keyed<C> for M
where
    M: Field<C>,
    C: Expression<SqlType: SqlType>,
    M::Value: KeyValue<Nullability<C>>,
{
    type Key = <M::Value as KeyValue<Nullability<C>>>::Key;

    fn key(&self) -> Option<&Self::Key> {
        self.field().key()
    }
}

/// A relation whose target holds, in `TargetColumn`, the value of the source's `SourceColumn`.
pub trait Direct: Relation {
    /// The key on the declaring side.
    type SourceColumn;
    /// The key on the other side.
    type TargetColumn;
}

/// A relation through an association table, which refers to both sides.
pub trait Linked: Relation {
    /// The association table.
    type Through;
    /// The key on the declaring side.
    type SourceColumn;
    /// The association table's reference to it.
    type Near;
    /// The association table's reference to the other side.
    type Far;
    /// The key on the other side.
    type TargetColumn;
    /// The association table as a value, `post_tags::table`.
    fn through() -> Self::Through;
}

/// `posts.user_id = users.id`, whichever of the two may be `NULL`
pub type OnKeys<A, B> = dsl::Eq<dsl::Nullable<A>, dsl::Nullable<B>>;

/// Writes the value of [`OnKeys`] for two columns.
#[doc(hidden)]
#[macro_export]
macro_rules! __on_keys {
    ($a:ty, $b:ty) => {
        $crate::private::ExpressionMethods::eq(
            $crate::private::NullableExpressionMethods::nullable(<$a>::default()),
            $crate::private::NullableExpressionMethods::nullable(<$b>::default()),
        )
    };
}

/// The foreign key's side of a relation, from which the other side learns the columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a belongs_to relation",
    label = "needs a relation that has the foreign key",
    note = "the other side of has_many and has_one is a belongs_to; \
            of many_to_many, another many_to_many"
)]
pub trait BelongsTo: Direct {}

/// The type of the key that a direct relation follows.
pub type KeyOf<R> = <<R as Relation>::Source as Keyed<<R as Direct>::SourceColumn>>::Key;
