//! The key of a `belongs_to`, written into rows that are there.

use crate::clause::declared::NoClause;
use crate::model::key::{BelongsTo, Columns, KeyBound, KeyColumns, KeyRef, Keyed};
use crate::model::relation::{Model, PrimaryKey, Relation, Source, Target, ToMaybeOne};
use crate::related::{KeyIs, Sources};
use crate::write::keys::{ClearKey, FillKey, NeverNull};
use diesel::associations::HasTable;
use diesel::dsl::Filter;
use diesel::query_builder::{AsChangeset, AsQuery, IntoUpdateTarget, UpdateStatement};
use diesel::query_dsl::methods::FilterDsl;

/// A relation of `M` whose foreign key can be written: every belongs_to without a filter, if the key that it
/// refers to is never `NULL`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a belongs_to of `{M}` whose key can be written",
    label = "expected one of this model, which refers to a key that is NOT NULL, without a `filter`",
    note = "the key of a has_many or has_one is in the rows that it leads to: assign it to those"
)]
pub trait ParentRelation<M>: Relation {
    /// The foreign key with a value: `posts::user_id.eq(1)`, or several in a tuple.
    type Filled;
    /// The foreign key that refers to a row.
    fn filled(target: &Target<Self>) -> Self::Filled;
}

#[diagnostic::do_not_recommend]
impl<R, M> ParentRelation<M> for R
where
    R: Relation<Keys: ForeignKey<R, M, Source<R>, R::Filter, Nullability: NeverNull>> + BelongsTo,
{
    type Filled = <R::Keys as ForeignKey<R, M, Source<R>, R::Filter>>::Filled;

    fn filled(target: &Target<R>) -> Self::Filled {
        R::Keys::filled(target)
    }
}

/// The keys of a relation `R` of `M` whose foreign key can be written.
///
/// `Source` and `Filter` are those of the relation, as in
/// [`LinkKeys`](crate::write::many_to_many::LinkKeys).
pub trait ForeignKey<R: Relation, M, Source, Filter> {
    /// Whether the key that it refers to may be `NULL`.
    type Nullability;
    /// The foreign key with a value: `posts::user_id.eq(1)`, or several in a tuple.
    type Filled;
    /// The foreign key that refers to a row.
    fn filled(target: &Target<R>) -> Self::Filled;
}

#[diagnostic::do_not_recommend]
impl<R, M, S, T> ForeignKey<R, M, M, NoClause> for Columns<S, T>
where
    R: Relation,
    Target<R>: Keyed<T>,
    T: KeyColumns,
    S: FillKey<<Target<R> as Keyed<T>>::Key>,
{
    type Nullability = T::Nullability;
    type Filled = S::Filled;

    fn filled(target: &Target<R>) -> S::Filled {
        let key = target.key().expect("a key that is NOT NULL");
        S::fill(key.owned())
    }
}

/// A relation of `M` whose foreign key can be `NULL`: every such belongs_to without a filter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a belongs_to of `{M}` whose key may be NULL",
    label = "expected one of this model with a `Nullable` foreign key, without a `filter`",
    note = "rows whose foreign key is NOT NULL are moved with `.assign(…)`, or deleted"
)]
pub trait NullableParentRelation<M>: Relation {
    /// The foreign key as `NULL`: `posts::user_id.eq(None)`, or several in a tuple.
    type Cleared;
    /// The foreign key as `NULL`.
    fn cleared() -> Self::Cleared;
}

#[diagnostic::do_not_recommend]
impl<R, M> NullableParentRelation<M> for R
where
    R: Relation<Keys: NullableForeignKey<R, M, Source<R>, R::Filter, R::Cardinality>> + BelongsTo,
{
    type Cleared =
        <R::Keys as NullableForeignKey<R, M, Source<R>, R::Filter, R::Cardinality>>::Cleared;

    fn cleared() -> Self::Cleared {
        R::Keys::cleared()
    }
}

/// The keys of a relation `R` of `M` whose foreign key can be `NULL`, as [`ForeignKey`]: such a relation leads
/// to one row or none, which is its `Cardinality`.
pub trait NullableForeignKey<R: Relation, M, Source, Filter, Cardinality> {
    /// The foreign key as `NULL`: `posts::user_id.eq(None)`, or several in a tuple.
    type Cleared;
    /// The foreign key as `NULL`.
    fn cleared() -> Self::Cleared;
}

#[diagnostic::do_not_recommend]
impl<R, M, S, T> NullableForeignKey<R, M, M, NoClause, ToMaybeOne> for Columns<S, T>
where
    R: Relation,
    Target<R>: Keyed<T>,
    S: ClearKey<<Target<R> as Keyed<T>>::Key>,
{
    type Cleared = S::Cleared;

    fn cleared() -> S::Cleared {
        S::clear()
    }
}

/// The foreign key of `R` with a value.
pub(crate) type Filled<R, M> = <R as ParentRelation<M>>::Filled;

/// The foreign key of `R` as `NULL`.
pub(crate) type Cleared<R, M> = <R as NullableParentRelation<M>>::Cleared;

/// Values that can be written into the rows of `S`.
pub trait UpdateOf<S: ?Sized> {
    /// The statement, which is Diesel's.
    type Statement;
    /// The statement that gives the rows these values.
    fn update(self, rows: &S) -> Self::Statement;
}

/// The table of the rows of `S`.
type TableOf<S> = <<S as Sources>::Model as Model>::Table;
/// The primary key of the rows of `S`.
type Identity<S> = PrimaryKey<<S as Sources>::Model>;
/// Their primary keys.
type Identities<S> = <S as Sources>::Keys<<<S as Sources>::Model as Keyed<Identity<S>>>::Key>;
/// The condition that a row is one of `S`.
type IsOneOf<S> = KeyIs<Identity<S>, KeyBound<Identity<S>>, Identities<S>, NoClause>;

/// The statement that gives the rows of `S` the values `V`.
type Update<S, V> = UpdateStatement<
    TableOf<S>,
    <Filter<TableOf<S>, IsOneOf<S>> as IntoUpdateTarget>::WhereClause,
    <V as AsChangeset>::Changeset,
>;

impl<S, V> UpdateOf<S> for V
where
    S: Sources<Model: Model<PrimaryKey: KeyColumns> + Keyed<Identity<S>>> + ?Sized,
    TableOf<S>: FilterDsl<IsOneOf<S>>,
    Filter<TableOf<S>, IsOneOf<S>>: IntoUpdateTarget + HasTable<Table = TableOf<S>>,
    V: AsChangeset<Target = TableOf<S>>,
    Update<S, V>: AsQuery,
{
    type Statement = Update<S, V>;

    fn update(self, rows: &S) -> Self::Statement {
        let keys = rows.keys::<Identity<S>>();
        diesel::update(TableOf::<S>::table().filter(KeyIs::new(keys))).set(self)
    }
}
