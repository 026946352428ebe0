//! The columns that connect two models, and how a row's key is read from its struct.

pub(crate) mod compare;
pub(crate) mod exact;
pub(crate) mod names;
pub(crate) mod nullability;

pub(crate) use crate::model::key::compare::{write_equal, write_none_null};
use crate::model::key::exact::{exact, range};
use crate::model::key::nullability::Nullability;
use crate::model::relation::Relation;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::ValidGrouping;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::Column;
use diesel::sql_types::{IntoNotNullable, SqlType, is_nullable};
use std::fmt::Debug;
use std::hash::Hash;
use std::marker::PhantomData;

/// The model has the column `C` as a field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no field for the column `{C}`",
    label = "add the field to `{Self}` itself: the fields of an embedded struct do not count"
)]
pub trait Field<C> {
    /// The type of the field.
    type Value: 'static;
    /// The field.
    fn field(&self) -> &Self::Value;
}

/// A field's value as a key: `K` in a `NOT NULL` column, `Option<K>` in a nullable one.
#[diagnostic::on_unimplemented(
    message = "a field of the type `{Self}` does not fit its column, which is `{Nullability}`",
    label = "make the field an `Option` if the column is `Nullable<…>` in `table!`, and only then"
)]
pub trait KeyValue<Nullability> {
    /// The key without the `Option`.
    type Key: Key;
    /// The key, unless it is `NULL`.
    fn key(&self) -> Option<&Self::Key>;
}

/// The types a key can have: integers, text, bytes, uuids, newtypes of them, and tuples of those.
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

/// A borrowed key: a reference to one field, or a tuple of references to several.
///
/// It hashes like what it refers to.
pub trait KeyRef: Copy + Hash + Debug {
    /// The owned key.
    type Owned: Key;
    /// Whether it refers to a key that equals this one.
    fn is(self, key: &Self::Owned) -> bool;
    /// A copy of the key.
    fn owned(self) -> Self::Owned;
}

impl<K: Key> KeyRef for &K {
    type Owned = K;

    #[inline]
    fn is(self, key: &K) -> bool {
        self == key
    }

    #[inline]
    fn owned(self) -> K {
        self.clone()
    }
}

/// The model has the columns `C` as fields that can be a key.
pub trait Keyed<C> {
    /// The key's type, without an `Option`.
    type Key: Key;
    /// The key in its fields.
    type Ref<'m>: KeyRef<Owned = Self::Key>
    where
        Self: 'm;
    /// The key of this row, unless it is `NULL`, wholly or in part.
    fn key(&self) -> Option<Self::Ref<'_>>;
}

impl<M, C> Keyed<C> for M
where
    M: Field<C>,
    C: Column<SqlType: SqlType>,
    M::Value: KeyValue<<C::SqlType as SqlType>::IsNull>,
{
    type Key = <M::Value as KeyValue<<C::SqlType as SqlType>::IsNull>>::Key;
    type Ref<'m>
        = &'m Self::Key
    where
        M: 'm;

    #[inline]
    fn key(&self) -> Option<&Self::Key> {
        KeyValue::key(self.field())
    }
}

/// The columns of a key: one of Diesel's, or several as a [`Composite`].
pub trait KeyColumns: Default + Debug + Clone + Copy + Send + Sync + 'static {
    /// The number of columns.
    const LEN: usize;
    /// Their SQL type without `Nullable<…>`; a tuple for several columns.
    type SqlType: 'static;
    /// How their keys are bound: as one, or as several.
    type Bound: 'static;
    /// Whether any of them may be `NULL`, as Diesel's schema says.
    type Nullability: Nullability;
    /// Whether keys are equal in the database exactly if they are in Rust.
    fn is_exact() -> bool;
    /// The least and the greatest key, if keys are integers in a single column.
    fn integers() -> Option<(i64, i64)> {
        None
    }
}

/// A key of one column with the SQL type `ST`.
#[derive(Debug)]
pub struct One<ST>(PhantomData<fn() -> ST>);

/// A key of several columns, with the SQL types of the tuple `ST`.
#[derive(Debug)]
pub struct Several<ST>(PhantomData<fn() -> ST>);

impl<C> KeyColumns for C
where
    C: Column<SqlType: SqlType<IsNull: Nullability> + IntoNotNullable<NotNullable: 'static>>
        + Default
        + Debug
        + Clone
        + Copy
        + Send
        + Sync
        + 'static,
{
    const LEN: usize = 1;
    type SqlType = <C::SqlType as IntoNotNullable>::NotNullable;
    type Bound = One<<C::SqlType as IntoNotNullable>::NotNullable>;
    type Nullability = <C::SqlType as SqlType>::IsNull;

    fn is_exact() -> bool {
        exact::<Self::SqlType>()
    }

    fn integers() -> Option<(i64, i64)> {
        range::<Self::SqlType>()
    }
}

/// A key's SQL type without `Nullable<…>`.
pub type KeySqlType<C> = <C as KeyColumns>::SqlType;

/// How a key is bound.
pub type KeyBound<C> = <C as KeyColumns>::Bound;

/// The columns of a key, as SQL.
pub trait WriteColumns<DB: Backend>: KeyColumns {
    /// Writes the column at a place.
    ///
    /// A table that occurs more than once in a statement has another name there, which qualifies
    /// its columns.
    fn write_column<'b>(
        &'b self,
        place: usize,
        table: Option<&str>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;

    /// Writes all columns with commas between them.
    fn write<'b>(&'b self, table: Option<&str>, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for place in 0..Self::LEN {
            if place > 0 {
                out.push_sql(", ");
            }
            self.write_column(place, table, out.reborrow())?;
        }
        Ok(())
    }
}

impl<C, DB> WriteColumns<DB> for C
where
    C: KeyColumns + Column + QueryFragment<DB>,
    DB: Backend,
{
    fn write_column<'b>(
        &'b self,
        _: usize,
        table: Option<&str>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let Some(table) = table else { return self.walk_ast(out) };
        out.push_identifier(table)?;
        out.push_sql(".");
        out.push_identifier(C::NAME)
    }
}

/// How many columns a key has.
pub(crate) fn len<C: KeyColumns>(_: &C) -> usize {
    C::LEN
}

/// Whether a database compares the keys in some columns as Rust does.
pub(crate) fn is_exact<C: KeyColumns>(_: &C) -> bool {
    C::is_exact()
}

/// Several columns that are one key: `Composite<(seats::hall, seats::number)>`.
#[derive(Debug, Clone, Copy, Default, QueryId)]
pub struct Composite<C>(pub(crate) C);

impl<C: ValidGrouping<GB>, GB> ValidGrouping<GB> for Composite<C> {
    type IsAggregate = C::IsAggregate;
}

macro_rules! any_nullable {
    ($last:ident) => { $last::Nullability };
    ($first:ident $($rest:ident)+) => {
        <$first::Nullability as Nullability>::Or<any_nullable!($($rest)+)>
    };
}

macro_rules! composite {
    ($(($A:ident $B:ident $place:tt))+) => {
        impl<M, $($A),+> Keyed<Composite<($($A,)+)>> for M
        where
            $(M: Keyed<$A>,)+
        {
            type Key = ($(<M as Keyed<$A>>::Key,)+);
            type Ref<'m> = ($(<M as Keyed<$A>>::Ref<'m>,)+) where M: 'm;

            #[inline]
            fn key(&self) -> Option<Self::Ref<'_>> {
                Some(($(Keyed::<$A>::key(self)?,)+))
            }
        }

        impl<$($A: KeyRef),+> KeyRef for ($($A,)+) {
            type Owned = ($($A::Owned,)+);

            #[inline]
            fn is(self, key: &Self::Owned) -> bool {
                $(self.$place.is(&key.$place))&&+
            }

            #[inline]
            fn owned(self) -> Self::Owned {
                ($(self.$place.owned(),)+)
            }
        }

        impl<$($A: KeyColumns),+> KeyColumns for Composite<($($A,)+)> {
            const LEN: usize = 0 $(+ $A::LEN)+;
            type SqlType = ($($A::SqlType,)+);
            type Bound = Several<($($A::SqlType,)+)>;
            type Nullability = any_nullable!($($A)+);

            fn is_exact() -> bool {
                $($A::is_exact())&&+
            }
        }

        impl<DB: Backend, $($A: WriteColumns<DB>),+> WriteColumns<DB> for Composite<($($A,)+)> {
            fn write_column<'b>(
                &'b self,
                place: usize,
                table: Option<&str>,
                out: AstPass<'_, 'b, DB>,
            ) -> QueryResult<()> {
                match place {
                    $($place => self.0.$place.write_column(0, table, out),)+
                    _ => Ok(()),
                }
            }
        }
    };
}

/// Invokes a macro for the tuples that can be keys: of two to six.
macro_rules! for_each_tuple {
    ($implement:ident) => {
        $implement! { (A0 B0 0) (A1 B1 1) }
        $implement! { (A0 B0 0) (A1 B1 1) (A2 B2 2) }
        $implement! { (A0 B0 0) (A1 B1 1) (A2 B2 2) (A3 B3 3) }
        $implement! { (A0 B0 0) (A1 B1 1) (A2 B2 2) (A3 B3 3) (A4 B4 4) }
        $implement! { (A0 B0 0) (A1 B1 1) (A2 B2 2) (A3 B3 3) (A4 B4 4) (A5 B5 5) }
    };
}
pub(crate) use for_each_tuple;

for_each_tuple!(composite);

/// Keys that are in the two tables themselves, the source's first.
#[derive(Debug, Clone, Copy, Default)]
pub struct Columns<S, T>(pub(crate) S, pub(crate) T);

/// The keys of the belongs_to `B`, from its other side.
#[derive(Debug)]
pub struct Reversed<B>(PhantomData<fn() -> B>);

/// Keys that meet in an association table: the source's, the two of the table, the target's.
#[derive(Debug)]
pub struct Association<Table, S, Near, Far, T>(PhantomData<(Table, S, Near, Far, T)>);

/// The path through the relation `R`, and onwards by the keys `K`.
#[derive(Debug)]
pub struct Path<R, K>(PhantomData<fn() -> (R, K)>);

/// Keys that are in the two tables themselves, where the source's struct lacks its column `S`: it
/// is found by the primary key `Id` in the source's own table.
#[derive(Debug)]
pub struct Unread<Table, Id, S, T>(PhantomData<(Table, Id, S, T)>);

/// Keys that are in the two tables themselves, whichever side declares them.
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

impl<Table, Id, S, T> Pair for Unread<Table, Id, S, T> {
    type Source = S;
    type Target = T;
}

/// Keys whose source columns are in the source's struct.
pub trait Read: Pair {}

impl<S, T> Read for Columns<S, T> {}
impl<B: BelongsTo + Direct> Read for Reversed<B> {}

/// A relation whose target has, in `TargetColumn`, the value of the source's `SourceColumn`.
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

/// A relation that declares its foreign key, from which the other side takes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a belongs_to relation",
    label = "`back_populates` must name the relation that has the foreign key",
    note = "the other side of has_many and has_one is a belongs_to"
)]
pub trait BelongsTo {
    /// Its `back_populates`.
    const BACK: BackPopulates;
}

/// The relation that a `back_populates` names, by a hash: a number is compared sooner than a text.
pub enum BackPopulates {
    /// This one.
    Relation(u64),
    /// None: it is `one_way`.
    OneWay,
    /// It was rejected, and passes every check.
    Rejected,
}
