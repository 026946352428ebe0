//! The key of a `belongs_to`, written into rows that are there.

use crate::clause::declared::NoClause;
use crate::model::key::{BelongsTo, Columns, KeyBound, KeyColumns, KeyRef, Keyed};
use crate::model::relation::{KeysOf, Model, PrimaryKey, Relation, Source, Target, ToMaybeOne};
use crate::related::{KeyIs, Sources};
use crate::write::keys::{ClearKey, FillKey, Referred};
use diesel::associations::HasTable;
use diesel::dsl::Filter;
use diesel::query_builder::{AsChangeset, AsQuery, IntoUpdateTarget, UpdateStatement};
use diesel::query_dsl::methods::FilterDsl;

/// The keys of a belongs_to `R` of `M` that can be written: those of every one without a filter.
///
/// `Source` and `Filter` are those of the relation, as in
/// [`LinkKeys`](crate::write::many_to_many::LinkKeys).
#[diagnostic::on_unimplemented(
    message = "`{R}` is not a belongs_to of `{M}` whose key can be written",
    label = "expected a belongs_to of this model, without a `filter`",
    note = "the key of a has_many or has_one is in the rows that it leads to: assign it to those"
)]
pub trait ForeignKey<R: Relation, M, Source, Filter> {
    /// The foreign key with a value: `posts::user_id.eq(1)`, or several in a tuple.
    type Filled;
    /// The foreign key that refers to a row.
    fn filled(target: &Target<R>) -> Self::Filled;
}

impl<R, M, S, T> ForeignKey<R, M, M, NoClause> for Columns<S, T>
where
    R: Relation + RefersToOne,
    Target<R>: Keyed<T>,
    T: KeyColumns<Nullability: Referred<R>>,
    S: FillKey<<Target<R> as Keyed<T>>::Key>,
{
    type Filled = S::Filled;

    fn filled(target: &Target<R>) -> S::Filled {
        let key = target.key().expect("a key that is NOT NULL");
        S::fill(key.owned())
    }
}

/// A belongs_to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a belongs_to",
    label = "the key of a has_many or has_one is in the rows that it leads to: assign it to those"
)]
pub trait RefersToOne {}

#[diagnostic::do_not_recommend]
impl<R: BelongsTo> RefersToOne for R {}

/// The keys of a belongs_to `R` of `M` that may be `NULL`, as [`ForeignKey`]: such a relation leads to
/// one row or none, which is its `Cardinality`.
#[diagnostic::on_unimplemented(
    message = "`{R}` is not a belongs_to of `{M}` whose key may be NULL",
    label = "expected a belongs_to of this model with a `Nullable` foreign key, without a `filter`",
    note = "rows whose foreign key is NOT NULL are moved with `.assign(…)`, or deleted"
)]
pub trait NullableForeignKey<R: Relation, M, Source, Filter, Cardinality> {
    /// The foreign key as `NULL`: `posts::user_id.eq(None)`, or several in a tuple.
    type Cleared;
    /// The foreign key as `NULL`.
    fn cleared() -> Self::Cleared;
}

impl<R, M, S, T> NullableForeignKey<R, M, M, NoClause, ToMaybeOne> for Columns<S, T>
where
    R: Relation + RefersToOne,
    Target<R>: Keyed<T>,
    S: ClearKey<<Target<R> as Keyed<T>>::Key>,
{
    type Cleared = S::Cleared;

    fn cleared() -> S::Cleared {
        S::clear()
    }
}

/// The foreign key of `R` with a value.
pub(crate) type Filled<R, M> =
    <KeysOf<R> as ForeignKey<R, M, Source<R>, <R as Relation>::Filter>>::Filled;

/// The foreign key of `R` as `NULL`.
pub(crate) type Cleared<R, M> =
    <KeysOf<R> as NullableForeignKey<R, M, Source<R>, FilterOf<R>, CardinalityOf<R>>>::Cleared;

type FilterOf<R> = <R as Relation>::Filter;
type CardinalityOf<R> = <R as Relation>::Cardinality;

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
