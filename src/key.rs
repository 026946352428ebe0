//! The columns that connect two models, and how a row's key is read from its struct.

use crate::relation::Relation;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, IntoNotNullable, SqlType, is_nullable};
use std::fmt::Debug;
use std::hash::Hash;
use std::marker::PhantomData;

/// The model has the column `C` as a field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no field for the column `{C}`",
    label = "a relation of this model needs the column",
    note = "add the field to `{Self}` itself: the fields of an embedded struct do not count"
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

/// Keys that stand in the two tables themselves: the source's first.
#[derive(Debug)]
pub struct Columns<S, T>(PhantomData<fn() -> (S, T)>);

/// The keys of the belongs_to `B`, seen from its other side.
#[derive(Debug)]
pub struct Reversed<B: BelongsTo>(PhantomData<fn() -> B>);

/// Keys that meet in an association table: the source's, the two of the table, the target's.
#[derive(Debug)]
pub struct Association<Table, S, Near, Far, T>(PhantomData<(Table, S, Near, Far, T)>);

/// Keys that stand in the two tables themselves, whichever side states them.
pub trait Pair {
    /// The key on the declaring side.
    type Source;
    /// The key on the other side.
    type Target;
}

impl<S, T> Pair for Columns<S, T> {
    type Source = S;
    type Target = T;
}

impl<B: BelongsTo + Direct> Pair for Reversed<B> {
    type Source = B::TargetColumn;
    type Target = B::SourceColumn;
}

/// A relation whose target holds, in `TargetColumn`, the value of the source's `SourceColumn`.
pub trait Direct: Relation {
    /// The key on the declaring side.
    type SourceColumn;
    /// The key on the other side.
    type TargetColumn;
}

impl<R: Relation<Keys: Pair>> Direct for R {
    type SourceColumn = <R::Keys as Pair>::Source;
    type TargetColumn = <R::Keys as Pair>::Target;
}

/// A relation that states its foreign key, from which the other side learns it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a belongs_to relation",
    label = "`back_populates` must name the relation that has the foreign key",
    note = "the other side of has_many and has_one is a belongs_to"
)]
pub trait BelongsTo {}

/// `posts.user_id = users.id`
#[derive(Debug, Clone, Copy, QueryId)]
pub struct KeysEqual<A, B>(A, B);

impl<A: Default, B: Default> Default for KeysEqual<A, B> {
    fn default() -> Self {
        KeysEqual(A::default(), B::default())
    }
}

impl<A, B> Expression for KeysEqual<A, B> {
    type SqlType = Bool;
}

impl<A, B> ValidGrouping<()> for KeysEqual<A, B> {
    type IsAggregate = is_aggregate::No;
}

impl<A: AppearsOnTable<QS>, B: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for KeysEqual<A, B> {}

impl<A: QueryFragment<DB>, B: QueryFragment<DB>, DB: Backend> QueryFragment<DB>
    for KeysEqual<A, B>
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" = ");
        self.1.walk_ast(out.reborrow())
    }
}
