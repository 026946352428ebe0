//! What the two sides of a relation must agree on, checked at their declarations.
//!
//! Each check has its own trait, so that rustc reports it in our words, and each trait has a second
//! implementation that matches nothing: with a single one rustc would unify with it and report a
//! type mismatch instead.

pub use crate::model::key::BackPopulates;
use crate::model::key::nullability::Nullability;
use crate::model::key::{Association, BelongsTo, KeyColumns, KeySqlType, Keyed};
use crate::model::relation::{Model, Relation, Source};
use crate::undocumented::NullableExpression as Nullable;
use diesel::dsl::{self, SqlTypeOf};
use diesel::expression::{AsExpression, Expression};
use diesel::sql_types::SqlType;
use diesel::{Column, JoinTo, Table};
use std::marker::PhantomData;

/// The keys of a relation whose checks hold.
///
/// The checks stand in the constant of `<user::posts as Checked<{ …; true }>>::Keys`: if one fails, that type
/// has an error, and rustc reports no others where the relation is used. A check that compares the keys
/// of both sides reads them here, since they would otherwise depend on their own checks.
pub trait Checked<const SOUND: bool>: Relation {
    /// The keys.
    type Keys;
}

/// A type, if a check holds: `<Post as Provided<{ …; true }>>::Type`. If not, the type has an error, as
/// above.
pub trait Provided<const SOUND: bool> {
    /// The type.
    type Type;
}

impl<T> Provided<true> for T {
    type Type = T;
}

/// A model, if the fields of its foreign keys fit their columns.
pub trait FieldsChecked {
    /// The model.
    type Model;
}

/// A type, if the fields of `M` fit their columns.
pub type For<M, T> = <T as ProvidedFor<<M as FieldsChecked>::Model>>::Type;

/// A type, if `M` has no error.
pub trait ProvidedFor<M> {
    /// The type.
    type Type;
}

impl<T, M> ProvidedFor<M> for T {
    type Type = T;
}

/// A name is not that of a relation, which a struct that is filled from graphs has to list.
#[track_caller]
pub const fn is_no_relation<M: Model>(name: &str, message: &str) {
    let mut place = 0;
    while place < M::RELATIONS.len() {
        assert!(!same(M::RELATIONS[place], name), "{}", message);
        place += 1;
    }
}

/// The model is one.
pub const fn is_model<M: Model>() {}

/// A relation with another side.
pub trait Paired: Relation {
    /// The other side.
    type Back: Relation;
}

/// The other side of a relation.
pub type Back<R> = <R as Paired>::Back;

/// A relation with a path.
pub trait Step<const PLACE: usize>: Relation {
    /// The relation at that place of it.
    type Relation: Relation;
}

/// Whether a field is an `Option`: `Optional::<T>::SAID`, which is [`Unsaid::SAID`] if it is not.
pub struct Optional<T>(PhantomData<T>);

impl<T> Optional<Option<T>> {
    /// It is.
    pub const SAID: bool = true;
}

/// A field is an `Option` exactly if its column may be `NULL`.
#[track_caller]
pub const fn nullable_alike<C: KeyColumns>(
    is_option: bool,
    no_option: &'static str,
    option: &'static str,
) {
    match (<C::Nullability as Nullability>::NULLABLE, is_option) {
        (true, false) => panic!("{}", no_option),
        (false, true) => panic!("{}", option),
        _ => (),
    }
}

/// The keys of a relation before its checks.
type KeysOf<R> = <R as Checked<true>>::Keys;

/// A `has_many` or a `has_one`.
#[diagnostic::on_unimplemented(
    message = "relation `{Self}` is not the other side of a belongs_to",
    label = "`back_populates` must name a has_many or has_one"
)]
pub trait HasSide: Relation {}

/// A `many_to_many`.
#[diagnostic::on_unimplemented(
    message = "relation `{Self}` is not the other side of a many_to_many",
    label = "`back_populates` must name a many_to_many through the same table"
)]
pub trait ManyToMany: Relation {
    /// Its `back_populates`.
    const BACK: BackPopulates;
}

/// What a relation requires of the one that its `back_populates` names.
pub struct Demand {
    /// The other relations of its model: what the other side must not name. A name that is none of the
    /// model's is rejected by the other side.
    pub others: &'static [u64],
    /// The message if the other side names one of them.
    pub names_another: &'static str,
    /// The message if the other side names none.
    pub one_way: &'static str,
}

impl Demand {
    #[track_caller]
    const fn check(self, other_side: BackPopulates) {
        let name = match other_side {
            BackPopulates::Relation(name) => name,
            BackPopulates::OneWay => panic!("{}", self.one_way),
            BackPopulates::Rejected => return,
        };
        let mut place = 0;
        while place < self.others.len() {
            assert!(self.others[place] != name, "{}", self.names_another);
            place += 1;
        }
    }
}

/// The other side of a has_many or has_one is a belongs_to that leads back, and names it.
#[track_caller]
pub const fn pairs_with_belongs_to<R>(demand: Demand)
where
    R: Paired<Back: BelongsTo + Relation<Target: SameModel<Source<R>>>>,
{
    demand.check(R::Back::BACK);
}

/// The other side of a belongs_to is a has_many or has_one that leads back.
pub const fn pairs_with_has<R>()
where
    R: Paired<Back: HasSide + Relation<Target: SameModel<Source<R>>>>,
{
}

/// The other side of a many_to_many is one.
pub const fn pairs_with_many_to_many<R: Paired<Back: ManyToMany>>() {}

/// The other side of a many_to_many is one that leads back through the same table, and names it. One of
/// the two sides asks for this.
#[track_caller]
pub const fn pairs_through_one_table<R>(demand: Demand)
where
    R: Paired<Back: ManyToMany + Relation<Target: SameModel<Source<R>>> + Checked<true>>,
    R: Checked<true, Keys: Opposite<KeysOf<Back<R>>>>,
{
    demand.check(R::Back::BACK);
}

pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut place = 0;
    while place < a.len() && place < b.len() && a[place] == b[place] {
        place += 1;
    }
    place == a.len() && place == b.len()
}

/// The model that the other side's relation leads to.
#[diagnostic::on_unimplemented(
    message = "the other side leads to `{Self}`, not back to `{Model}`",
    label = "names a relation to another model"
)]
pub trait SameModel<Model> {}

#[diagnostic::do_not_recommend]
impl<M> SameModel<M> for M {}
#[diagnostic::do_not_recommend]
impl<M> SameModel<PhantomData<M>> for M {}

/// The model that a path of relations leads to.
#[diagnostic::on_unimplemented(
    message = "the path leads to `{Self}`, not to `{Model}`",
    label = "leads to another model than the one declared",
    note = "correct the path, or the model that the relation leads to"
)]
pub trait PathTo<Model> {}

#[diagnostic::do_not_recommend]
impl<M> PathTo<M> for M {}
#[diagnostic::do_not_recommend]
impl<M> PathTo<PhantomData<M>> for M {}

/// The path whose last relation is `Last` leads to the model that is declared.
pub const fn path_leads_to<Last: Relation<Target: PathTo<Model>>, Model>() {}

/// The two columns that a relation compares have the same type, in SQL and in Rust.
#[diagnostic::on_unimplemented(
    message = "the foreign key is `{Self}`, but the key it refers to is `{Other}`",
    label = "give both columns one SQL type, and both fields one Rust type (apart from `Option`); \
            of a key of several columns name all, in its order"
)]
pub trait SameKey<Other> {}

#[diagnostic::do_not_recommend]
impl<Sql, Rust> SameKey<(Sql, Rust)> for (Sql, Rust) {}
#[diagnostic::do_not_recommend]
impl<Sql, Rust> SameKey<PhantomData<(Sql, Rust)>> for (Sql, Rust) {}

/// The type of `M`'s column `C`, in SQL and in Rust.
pub type KeyTypeOf<M, C> = (KeySqlType<C>, <M as Keyed<C>>::Key);

/// The foreign key and the key it refers to have the same type.
pub const fn same_key<Foreign: SameKey<Referred>, Referred>() {}

/// The columns of an association table have the SQL types of the key they refer to.
#[diagnostic::on_unimplemented(
    message = "the columns of the association table are `{Self}`, but the key they refer to is \
               `{Other}`",
    label = "keys of different types are never equal",
    note = "name as many columns as the primary key has, in its order: \
            `through = seats((hall_city, hall_number), guest_id)`"
)]
pub trait SameSql<Other> {}

#[diagnostic::do_not_recommend]
impl<Sql> SameSql<Sql> for Sql {}
#[diagnostic::do_not_recommend]
impl<Sql> SameSql<PhantomData<Sql>> for Sql {}

/// The columns of an association table fit the key they refer to.
pub const fn same_sql<Foreign, Referred>()
where
    Foreign: KeyColumns<SqlType: SameSql<KeySqlType<Referred>>>,
    Referred: KeyColumns,
{
}

/// The table of a column.
#[diagnostic::on_unimplemented(
    message = "this is a column of `{Self}`, not of `{Table}`",
    label = "a column of another table",
    note = "the foreign key of a belongs_to is in its own table; `references` names columns of the other"
)]
pub trait SameTable<Table> {}

#[diagnostic::do_not_recommend]
impl<T> SameTable<T> for T {}
#[diagnostic::do_not_recommend]
impl<T> SameTable<PhantomData<T>> for T {}

/// The column is one of the table.
pub const fn column_of<C: diesel::Column<Table: SameTable<Table>>, Table>() {}

/// Whether `joinable!` declares that the column `C` of `A` refers to the table `T`:
/// `Refers::<A, T, C>::SAID`, which is [`Unsaid::SAID`] if it does not.
pub struct Refers<A, T, C>(PhantomData<(A, T, C)>);

impl<A, T, C> Refers<A, T, C>
where
    T: Table,
    C: Column,
    Nullable<C>: Expression,
    Nullable<T::PrimaryKey>: AsExpression<SqlTypeOf<Nullable<C>>>,
    SqlTypeOf<Nullable<C>>: SqlType,
    A: JoinTo<T, OnClause = dsl::Eq<Nullable<C>, Nullable<T::PrimaryKey>>>,
{
    /// It does.
    pub const SAID: bool = true;
}

/// What holds unless a more specific implementation exists.
pub trait Unsaid {
    /// It does not.
    const SAID: bool = false;
}

impl<T> Unsaid for T {}

/// Whether the two sides of a many-to-many are [`Opposite`]: `Agree::<R, Back>::SAID`.
pub struct Agree<R, Back>(PhantomData<(R, Back)>);

impl<R, Back> Agree<R, Back>
where
    R: Checked<true, Keys: Opposite<KeysOf<Back>>>,
    Back: Checked<true>,
{
    /// They are.
    pub const SAID: bool = true;
}

/// For the column nearest to the source and the farthest: whether it refers to the source, and
/// whether to the target. If both are one table, `joinable!` cannot tell.
#[track_caller]
pub const fn right_way(agreed: bool, refer: [(bool, bool); 2], otherwise: &'static str) {
    if agreed && matches!(refer, [(false, true), _] | [_, (true, false)]) {
        panic!("{}", otherwise);
    }
}

/// The two sides of a many-to-many use the same association table, with its columns in reverse.
#[diagnostic::on_unimplemented(
    message = "the two sides of this many_to_many use different association tables or columns",
    label = "the other side names another table, or its columns in an order that does not fit",
    note = "both sides name one table; the column nearest to one side is the farthest from the \
            other: `through = post_tags(post_id, tag_id)` and `through = post_tags(tag_id, post_id)`"
)]
pub trait Opposite<Back> {}

#[diagnostic::do_not_recommend]
impl<Table, S, Near, Far, T> Opposite<Association<Table, T, Far, Near, S>>
    for Association<Table, S, Near, Far, T>
{
}
#[diagnostic::do_not_recommend]
impl<Table, S, Near, Far, T> Opposite<PhantomData<Table>> for Association<Table, S, Near, Far, T> {}

// A declaration that was rejected has no keys, and must cause no further errors.
#[diagnostic::do_not_recommend]
impl<Table, S, Near, Far, T> Opposite<()> for Association<Table, S, Near, Far, T> {}
impl<Back> Opposite<Back> for () {}
