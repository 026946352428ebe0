//! New rows of a `has_many` or a `has_one`, with the key of their parent.

use crate::clause::declared::NoClause;
use crate::model::key::{BelongsTo, Columns, Direct, KeyColumns, KeyRef, Keyed, Reversed};
use crate::model::relation::{Model, Relation, Source, TableOf, ToMany, ToMaybeOne};
use crate::private::check::HasSide;
use crate::write::keys::{FillKey, NeverNull};
use crate::write::once::Twice;
use diesel::associations::HasTable;
use diesel::query_builder::InsertStatement;
use diesel::{Insertable, Table};

/// A relation of `M` whose rows can be created: every has_many and has_one that is declared without a filter
/// and without a path, if the key of a parent is never `NULL`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a has_many or has_one of `{M}` whose rows can be created",
    label = "expected one of this model, whose key is NOT NULL, without a `filter` and without a path",
    note = "the key of a belongs_to is in the rows that declare it: use `.assign(…)`; rows of a \
            many_to_many are inserted with Diesel's `insert_into`, and linked with `.link(…)`"
)]
pub trait ChildRelation<M>: Relation {
    /// The foreign key with a value: `posts::user_id.eq(1)`, or several in a tuple.
    type Filled;
    /// The foreign key of the children of a row, unless a column of theirs is there twice.
    fn filled(parent: &M, twice: Option<Twice>) -> Self::Filled;
}

#[diagnostic::do_not_recommend]
impl<R, M> ChildRelation<M> for R
where
    R: Relation<Keys: ChildKeys<R, M, Source<R>, R::Filter, Nullability: NeverNull>> + HasSide,
{
    type Filled = <R::Keys as ChildKeys<R, M, Source<R>, R::Filter>>::Filled;

    fn filled(parent: &M, twice: Option<Twice>) -> Self::Filled {
        R::Keys::filled(parent, twice)
    }
}

/// The keys of a relation `R` of `M` whose rows can be created.
///
/// `Source` and `Filter` are those of the relation, as in
/// [`LinkKeys`](crate::write::many_to_many::LinkKeys).
pub trait ChildKeys<R, M, Source, Filter> {
    /// Whether the key of a parent may be `NULL`.
    type Nullability;
    /// The foreign key with a value.
    type Filled;
    /// The foreign key of the children of a row, unless a column of theirs is there twice.
    fn filled(parent: &M, twice: Option<Twice>) -> Self::Filled;
}

macro_rules! child_keys {
    ([$($parameters:tt)*] $keys:ty, $parent:ty, $foreign:ty) => {
        #[diagnostic::do_not_recommend]
        impl<R, M, $($parameters)*> ChildKeys<R, M, M, NoClause> for $keys
        where
            M: Keyed<$parent>,
            $parent: KeyColumns,
            $foreign: FillKey<M::Key>,
        {
            type Nullability = <$parent as KeyColumns>::Nullability;
            type Filled = <$foreign as FillKey<M::Key>>::Created;

            fn filled(parent: &M, twice: Option<Twice>) -> Self::Filled {
                let key = parent.key().expect("a key that is NOT NULL");
                <$foreign>::create(key.owned(), twice)
            }
        }
    };
}

child_keys!([S, T] Columns<S, T>, S, T);
child_keys!([B: BelongsTo + Direct] Reversed<B>, B::TargetColumn, B::SourceColumn);

/// The foreign key of the children of `M`, with a value.
pub(crate) type Filled<R, M> = <R as ChildRelation<M>>::Filled;

/// Rows for several parents, with the key of each.
pub(crate) type ChildrenOf<R, M, I> = Vec<(Filled<R, M>, <I as IntoIterator>::Item)>;

/// The statement that inserts `Rows` into the table of the target.
pub(crate) type Insert<R, Rows> =
    InsertStatement<TableOf<R>, <Rows as Insertable<TableOf<R>>>::Values>;

/// New rows for the table `T` with the foreign key `K`: one, or several.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be inserted into `{T}` with a foreign key",
    label = "expected one new row of this table, or a slice, an array or a `Vec` of them",
    note = "derive `Insertable` for the table, without the foreign key; pass a reference unless the row \
            has fields with `serialize_as`"
)]
pub trait NewRows<K, T, Number> {
    /// The rows with the key before their other values.
    type Rows: Insertable<T>;
    /// Adds the key to each row.
    fn rows(self, key: impl Fn() -> K) -> Self::Rows;
}

/// One new row.
#[derive(Debug)]
pub enum One {}

/// Several new rows.
#[derive(Debug)]
pub enum Several {}

#[diagnostic::do_not_recommend]
impl<N, K, T> NewRows<K, T, One> for N
where
    (K, N): Insertable<T>,
{
    type Rows = (K, N);

    fn rows(self, key: impl Fn() -> K) -> (K, N) {
        (key(), self)
    }
}

macro_rules! several {
    ($([$($parameters:tt)*] $rows:ty, $row:ty;)+) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($parameters)*, K, T> NewRows<K, T, Several> for $rows
            where
                Vec<(K, $row)>: Insertable<T>,
            {
                type Rows = Vec<(K, $row)>;

                fn rows(self, key: impl Fn() -> K) -> Self::Rows {
                    self.into_iter().map(|row| (key(), row)).collect()
                }
            }
        )+
    };
}

several! {
    [N] Vec<N>, N;
    ['n, N] &'n Vec<N>, &'n N;
    ['n, N] &'n [N], &'n N;
    [N, const LEN: usize] [N; LEN], N;
    ['n, N, const LEN: usize] &'n [N; LEN], &'n N;
}

/// How many rows a relation of this cardinality can be given at a time.
#[diagnostic::on_unimplemented(
    message = "this relation leads to one row at most",
    label = "expected a single new row"
)]
pub trait Takes<Number> {}

impl Takes<One> for ToMany {}
impl Takes<One> for ToMaybeOne {}
impl Takes<Several> for ToMany {}

/// The rows for one of several parents: any number for a has_many, an `Option` for a has_one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what one parent can be given",
    label = "expected several new rows for a has_many, or an `Option` of one for a has_one"
)]
pub trait RowsOfEach<Cardinality>: IntoIterator {}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator> RowsOfEach<ToMany> for I {}

#[diagnostic::do_not_recommend]
impl<N> RowsOfEach<ToMaybeOne> for Option<N> {}

/// A single row.
#[diagnostic::on_unimplemented(
    message = "`.create(…)` is for a single parent",
    label = "these are several: use `.create_each(…)`"
)]
pub trait OneParent {}

#[diagnostic::do_not_recommend]
impl<M: Model> OneParent for M {}

/// Inserts rows with the key of their parent.
pub(crate) fn insert<R, Rows>(rows: Rows) -> Insert<R, Rows>
where
    R: Relation<Target: Model<Table: Table>>,
    Rows: Insertable<TableOf<R>>,
{
    diesel::insert_into(TableOf::<R>::table()).values(rows)
}
