//! What may be joined in one statement, as far as types tell.

use super::{Along, And, Joining};
use crate::from::{Both, FromOf, SelectFrom};
use crate::key::{Association, Keyed, Pair, Path};
use crate::relation::{
    Cardinality, KeysOf, PrimaryKey, Relation, Source, TableOf, Target, ToMany, ToMaybeOne, ToOne,
};
use diesel::Table;
use diesel::internal::derives::multiconnection::SelectStatementAccessor;
use diesel::internal::table_macro::{BoxedSelectStatement, FromClause, SelectStatement};
use diesel::query_builder::AsQuery;
use diesel::query_source::{AppearsInFromClause, Never, Once, Plus, QuerySource};

/// Joins nothing: the relation is loaded by statements of its own.
#[derive(Debug, Clone, Copy)]
pub struct Apart;

/// What a plan joins, to be joined to `To`: a query, or what is joined beneath a relation.
#[diagnostic::on_unimplemented(
    message = "`.joined()` joins the statement of the query, and the relation around it is not in that",
    label = "a relation inside is `.joined()`, this one is not",
    note = "say `.joined()` of this relation as well, or remove the one inside: \
            grouped loading takes one more statement"
)]
pub trait Onto<To> {
    /// Both.
    type Joined;
    /// Joins it.
    fn onto(self, to: To) -> Self::Joined;
}

#[diagnostic::do_not_recommend]
impl<To> Onto<To> for Apart {
    type Joined = To;

    fn onto(self, to: To) -> To {
        to
    }
}

impl<R, N, J> Onto<Apart> for Along<R, N, J> {
    type Joined = And<Apart, Self>;

    fn onto(self, to: Apart) -> Self::Joined {
        And(to, self)
    }
}

impl<L, A, R, N, J> Onto<And<L, A>> for Along<R, N, J> {
    type Joined = And<And<L, A>, Self>;

    fn onto(self, to: And<L, A>) -> Self::Joined {
        And(to, self)
    }
}

impl<Q, R, N, J> Onto<Q> for Along<R, N, J>
where
    Q: AsQuery<Query: SelectFrom>,
    Self: Fits<R, FromOf<Q>> + Multiplies,
    Times<Self>: Suits<R, Q::Query>,
{
    type Joined = Joining<Q, And<Apart, Self>>;

    fn onto(self, query: Q) -> Self::Joined {
        Joining { query, joins: And(Apart, self) }
    }
}

impl<Q, L, R, N, J> Onto<Joining<Q, L>> for Along<R, N, J>
where
    Q: AsQuery<Query: SelectFrom>,
    L: Fits<R, FromOf<Q>> + Multiplies<Times: Plus<Times<Self>>>,
    Self: Fits<R, L::From> + Multiplies,
    Sum<Times<L>, Times<Self>>: AtMostOnce<R>,
    Times<Self>: Suits<R, Q::Query>,
{
    type Joined = Joining<Q, And<L, Self>>;

    fn onto(self, to: Joining<Q, L>) -> Self::Joined {
        Joining { query: to.query, joins: And(to.joins, self) }
    }
}

/// A plan that joins nothing.
#[diagnostic::on_unimplemented(
    message = "`.joined()` joins the statement of a query, and here is none that it could join",
    label = "remove `.joined()`: the relation is then loaded by one statement more",
    note = "rows in hand are not queried again; a relation that is loaded on a condition, or is not \
            joined itself, has statements of its own"
)]
pub trait OnItsOwn {}

impl OnItsOwn for Apart {}

/// A query whose first row can be had by a `LIMIT`.
#[diagnostic::on_unimplemented(
    message = "`first` limits the query to one row, of a join to many rows as well",
    label = "a relation to many rows is `.joined()`: `get_result` reads all rows of the first",
    note = "or remove `.joined()`: grouped loading takes one more statement and keeps the limit"
)]
pub trait Cut {}

#[diagnostic::do_not_recommend]
impl<Q: AsQuery> Cut for Q {}

#[diagnostic::do_not_recommend]
impl<Q, L: Multiplies<Times = Never>> Cut for Joining<Q, L> {}

/// Tables that can be joined to the source `F`: none is there yet. Asked for the relation `R`.
pub trait Fits<R, F> {
    /// The source with the tables.
    type From;
}

impl<R, F> Fits<R, F> for Apart {
    type From = F;
}

impl<R, F, L, A> Fits<R, F> for And<L, A>
where
    L: Fits<R, F>,
    A: Fits<R, L::From>,
{
    type From = A::From;
}

impl<Outer, F, R, N, J> Fits<Outer, F> for Along<R, N, J>
where
    R: Relation<Keys: Adds<R, F>>,
    Target<R>: Keyed<PrimaryKey<Target<R>>>,
    CountOf<R, F>: NotYet<R>,
    J: Fits<R, <KeysOf<R> as Adds<R, F>>::From>,
{
    type From = J::From;
}

type CountOf<R, F> = <KeysOf<R> as Adds<R, F>>::Count;

/// The tables that a relation adds to the source `F`.
pub trait Adds<R, F> {
    /// How often they are in it already.
    type Count;
    /// The source with them.
    type From;
}

impl<R, F, K> Adds<R, F> for K
where
    R: Relation,
    K: Pair,
    F: AppearsInFromClause<TableOf<R>>,
{
    type Count = F::Count;
    type From = Both<F, TableOf<R>>;
}

impl<R, F, Through, S, Near, Far, T> Adds<R, F> for Association<Through, S, Near, Far, T>
where
    R: Relation,
    F: AppearsInFromClause<Through, Count: Plus<In<Both<F, Through>, TableOf<R>>>>,
    Both<F, Through>: AppearsInFromClause<TableOf<R>>,
{
    type Count = Sum<In<F, Through>, In<Both<F, Through>, TableOf<R>>>;
    type From = Both<Both<F, Through>, TableOf<R>>;
}

impl<R, F, First, Rest> Adds<R, F> for Path<First, Rest>
where
    First: Relation<Keys: Adds<First, F>>,
    Rest: Adds<R, <KeysOf<First> as Adds<First, F>>::From>,
    CountOf<First, F>: Plus<Rest::Count>,
{
    type Count = Sum<CountOf<First, F>, Rest::Count>;
    type From = Rest::From;
}

type In<F, T> = <F as AppearsInFromClause<T>>::Count;

type Sum<A, B> = <A as Plus<B>>::Output;

/// The number of times that the tables of `R` are in a statement already.
#[diagnostic::on_unimplemented(
    message = "a table that relation `{R}` leads to is already in this statement",
    label = "would be joined a second time",
    note = "remove `.joined()` of `{R}`: grouped loading takes one more statement"
)]
pub trait NotYet<R> {}

impl<R> NotYet<R> for Never {}

/// How many joined relations lead to many rows.
pub trait Multiplies {
    /// `Never`, `Once` or `MoreThanOnce`.
    type Times;
}

pub(super) type Times<J> = <J as Multiplies>::Times;

impl Multiplies for Apart {
    type Times = Never;
}

impl<L, A> Multiplies for And<L, A>
where
    L: Multiplies<Times: Plus<A::Times>>,
    A: Multiplies,
{
    type Times = Sum<L::Times, A::Times>;
}

impl<R, N, J> Multiplies for Along<R, N, J>
where
    R: Relation<Cardinality: Leads<Times: Plus<J::Times>>>,
    J: Multiplies,
{
    type Times = Sum<<R::Cardinality as Leads>::Times, J::Times>;
}

/// Whether a cardinality leads to many rows.
pub trait Leads: Cardinality {
    /// `Once` if it does.
    type Times;
    /// Whether it does.
    const MANY: bool;
}

impl Leads for ToMany {
    type Times = Once;
    const MANY: bool = true;
}

impl Leads for ToOne {
    type Times = Never;
    const MANY: bool = false;
}

impl Leads for ToMaybeOne {
    type Times = Never;
    const MANY: bool = false;
}

/// The number of relations to many rows that one statement can join.
#[diagnostic::on_unimplemented(
    message = "`{R}` is joined beside or above another relation to many rows: \
               each row of the one would come with each of the other",
    label = "a second relation to many rows in one statement",
    note = "remove `.joined()` of one of them: grouped loading takes one more statement"
)]
pub trait AtMostOnce<R> {}

impl<R> AtMostOnce<R> for Never {}
impl<R> AtMostOnce<R> for Once {}

/// The number of relations to many rows, beneath `R` or `R` itself, that can be joined to the query `Q`.
#[diagnostic::on_unimplemented(
    message = "`{R}` is joined together with another relation to many rows: \
               each row of the one would come with each of the other",
    label = "a second relation to many rows in one statement",
    note = "remove `.joined()` of one of them: grouped loading takes one more statement"
)]
pub trait Suits<R, Q> {}

impl<R, Q: Ungrouped> Suits<R, Q> for Never {}

impl<R, Q> Suits<R, Q> for Once
where
    R: Relation,
    Q: Unlimited,
    Source<R>: Keyed<PrimaryKey<Source<R>>>,
{
}

/// A query without groups and locks.
#[diagnostic::on_unimplemented(
    message = "a relation cannot be `.joined()` to a query with `GROUP BY` or a lock",
    label = "is joined to a grouped or locked query",
    note = "remove `.joined()`: grouped loading takes one more statement and keeps the query as it is"
)]
pub trait Ungrouped {}

impl<F: QuerySource, S, D, W, O, LOf, H> Ungrouped
    for SelectStatement<FromClause<F>, S, D, W, O, LOf, Group, H, Lock>
{
}

impl<ST, F: QuerySource, DB> Ungrouped for BoxedSelectStatement<'_, ST, FromClause<F>, DB> {}

/// A query of one table without `LIMIT`, `OFFSET`, `DISTINCT`, groups and locks.
#[diagnostic::on_unimplemented(
    message = "a relation to many rows cannot be `.joined()` to this query: it has, or may have, a \
               `LIMIT`, `OFFSET`, `DISTINCT`, `GROUP BY`, a lock, or a second table",
    label = "repeats the rows of the query, which would then be counted or told apart wrongly",
    note = "remove `.joined()`: grouped loading takes one more statement and keeps the limit",
    note = "of a boxed query it is not known what it has"
)]
pub trait Unlimited {}

impl<T: Table, S, W, O, H> Unlimited
    for SelectStatement<FromClause<T>, S, Distinct, W, O, LimitOffset, Group, H, Lock>
{
}

/// A query in which nothing is said: Diesel keeps the names of its parts to itself.
type Simple = SelectStatement<(), ()>;
type Distinct = <Simple as SelectStatementAccessor>::Distinct;
type LimitOffset = <Simple as SelectStatementAccessor>::LimitOffset;
type Group = <Simple as SelectStatementAccessor>::GroupBy;
type Lock = <Simple as SelectStatementAccessor>::Locking;
