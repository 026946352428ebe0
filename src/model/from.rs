//! Which tables are in a query: checked before Diesel's bounds, to report errors in our words.

use crate::model::relation::{Model, Source};
use crate::undocumented::{
    BoxedSelectStatement, FromClause, SelectStatement, SelectStatementAccessor,
};
use diesel::dsl::SqlTypeOf;
use diesel::expression::Expression;
use diesel::query_builder::{AsQuery, QueryId};
use diesel::query_source::{AppearsInFromClause, Never, Once, Plus, QuerySource};
use std::marker::PhantomData;

/// The table that a relation starts from: `users::table` of `user::posts`.
pub type SourceTable<R> = <Source<R> as Model>::Table;

/// What a query selects, and the source it selects from: a table, an alias, or a join.
pub trait SelectFrom {
    /// The source.
    type From;
    /// The selection; for a boxed query its SQL type, which is all that is known of it.
    type Selection;
    /// The type of the selection if nothing was selected.
    type Unselected;
}

/// The selection of a query that only has a `FROM`.
type UnselectedOf<F> = <SelectStatement<FromClause<F>> as SelectStatementAccessor>::Select;

impl<F: QuerySource, S, D, W, O, LOf, G, H, LC> SelectFrom
    for SelectStatement<FromClause<F>, S, D, W, O, LOf, G, H, LC>
{
    type From = F;
    type Selection = S;
    type Unselected = UnselectedOf<F>;
}

impl<ST, F: QuerySource<DefaultSelection: Expression>, DB, GB> SelectFrom
    for BoxedSelectStatement<'_, ST, FromClause<F>, DB, GB>
{
    type From = F;
    type Selection = ST;
    type Unselected = SqlTypeOf<F::DefaultSelection>;
}

/// A query that may be for all rows of the table of `M`.
pub trait ReadsAll<M> {
    /// Whether its type says so: no join, filter, limit or group.
    fn reads_all() -> bool;
}

#[diagnostic::do_not_recommend]
impl<M, F, S, D, W, O, LOf, G, H, LC> ReadsAll<M>
    for SelectStatement<FromClause<F>, S, D, W, O, LOf, G, H, LC>
where
    M: Model<Table: QueryId>,
    F: QuerySource,
    (F, D, W, LOf, G): QueryId,
{
    fn reads_all() -> bool {
        use unsaid::{Distinct, Group, LimitOffset, Where};
        let all = <(M::Table, Distinct, Where, LimitOffset, Group)>::query_id();
        all.is_some() && all == <(F, D, W, LOf, G)>::query_id()
    }
}

// Its type does not say.
#[diagnostic::do_not_recommend]
impl<M, ST, F, DB, GB> ReadsAll<M> for BoxedSelectStatement<'_, ST, F, DB, GB> {
    fn reads_all() -> bool {
        false
    }
}

/// The source of the query `Q`.
pub(crate) type FromOf<Q> = <<Q as AsQuery>::Query as SelectFrom>::From;

/// How often the table or alias `T` is in the query `Q`.
pub(crate) type OccurrencesIn<Q, T> = <FromOf<Q> as AppearsInFromClause<T>>::Count;

/// How often the table that `R` starts from is in the query `Q`.
pub type Occurrences<Q, R> = OccurrencesIn<Q, SourceTable<R>>;

/// How often the table that the relation `R` starts from is in a query, where it has to be there once.
#[diagnostic::on_unimplemented(
    message = "this query is not about the table that the relation `{R}` starts from",
    label = "for a relation of related rows, nest it: `User::posts.any(Post::tags.any(…))`",
    note = "a table that is there twice needs an alias: `.from(alias)`"
)]
pub trait StartsHere<R> {}

impl<R> StartsHere<R> for Once {}

/// The columns of a model are in its table.
#[derive(Debug)]
pub enum OneTable {}

/// They are in other tables too, which its base query joins.
#[derive(Debug)]
pub enum JoinedTables {}

/// Whether a table can be named that is `Times` on the way to the rows: not if the rows are read
/// from a join, which may contain it too.
pub trait OnTheWay<Times> {
    /// How often it can be named.
    type Count;
}

impl<Times> OnTheWay<Times> for OneTable {
    type Count = Times;
}

impl<Times> OnTheWay<Times> for JoinedTables {
    type Count = Never;
}

/// A model whose columns are all in its table.
#[diagnostic::on_unimplemented(
    message = "`{Self}` reads other tables too, which its base query joins",
    label = "its rows cannot be joined to a statement",
    note = "remove `.joined()`: the relation is then loaded by a statement of its own"
)]
pub trait InOneTable {
    /// The plan `P` itself. If it is rejected, this resolves to nothing, so that rustc reports no
    /// further errors.
    type Checked<P>;
    /// The plan itself.
    fn checked<P>(plan: P) -> Self::Checked<P>;
}

/// The tables of two sources.
#[derive(Debug)]
pub struct Both<A, B>(PhantomData<(A, B)>);

impl<A, B, T> AppearsInFromClause<T> for Both<A, B>
where
    A: AppearsInFromClause<T, Count: Plus<B::Count>>,
    B: AppearsInFromClause<T>,
{
    type Count = <A::Count as Plus<B::Count>>::Output;
}

/// The clauses of a query without any: Diesel does not export their names.
pub(crate) mod unsaid {
    use crate::undocumented::SelectStatement;
    use crate::undocumented::SelectStatementAccessor;

    type Simple = SelectStatement<(), ()>;

    pub(crate) type Where = <Simple as SelectStatementAccessor>::Where;
    pub(crate) type Distinct = <Simple as SelectStatementAccessor>::Distinct;
    pub(crate) type Order = <Simple as SelectStatementAccessor>::Order;
    pub(crate) type LimitOffset = <Simple as SelectStatementAccessor>::LimitOffset;
    pub(crate) type Group = <Simple as SelectStatementAccessor>::GroupBy;
    pub(crate) type Lock = <Simple as SelectStatementAccessor>::Locking;
}
