//! How often a statement repeats the rows of its query, and which queries may be repeated.

use crate::model::from::unsaid::{Distinct, Group, LimitOffset, Lock};
use crate::model::key::Keyed;
use crate::model::relation::{
    Cardinality, PrimaryKey, Relation, Source, ToMany, ToMaybeOne, ToOne,
};
use crate::plan::joined::onto::Passed;
use crate::plan::joined::{And, JoinedRelation, NotJoined};
use crate::undocumented::{BoxedSelectStatement, FromClause, SelectStatement};
use diesel::Table;
use diesel::query_source::{Never, Once, Plus, QuerySource};

/// How many joined relations lead to many rows.
pub trait Multiplies {
    /// `Never`, `Once` or `MoreThanOnce`.
    type Times;
}

pub(crate) type Times<J> = <J as Multiplies>::Times;

pub(crate) type TimesSum<A, B> = <A as Plus<B>>::Output;

impl Multiplies for NotJoined {
    type Times = Never;
}

impl<L, A> Multiplies for And<L, A>
where
    L: Multiplies<Times: Plus<A::Times>>,
    A: Multiplies,
{
    type Times = TimesSum<L::Times, A::Times>;
}

impl<R, N, J> Multiplies for JoinedRelation<R, N, J>
where
    R: Relation<Cardinality: Leads<Times: Plus<J::Times>>>,
    J: Multiplies,
{
    type Times = TimesSum<<R::Cardinality as Leads>::Times, J::Times>;
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

/// The number of relations to many rows that the query `Q` can take, the last of which is `R`.
#[diagnostic::on_unimplemented(
    message = "`{R}` would make two joined relations to many rows in one statement: \
               each row of the one would come with each of the other",
    label = "remove `.joined()` of one of them: it is then loaded by one more statement"
)]
pub trait Suits<R, Q> {
    /// Resolves to nothing if the query is rejected.
    type Checked;
}

impl<R, Q: Ungrouped> Suits<R, Q> for Never {
    type Checked = Q::Checked;
}

impl<R, Q> Suits<R, Q> for Once
where
    R: Relation,
    Q: Unlimited,
    Source<R>: Keyed<PrimaryKey<Source<R>>>,
{
    type Checked = Passed<Q::Checked, <Source<R> as Keyed<PrimaryKey<Source<R>>>>::Key>;
}

/// A query without groups and locks.
#[diagnostic::on_unimplemented(
    message = "a relation cannot be `.joined()` to a query with `GROUP BY` or a lock",
    label = "remove `.joined()`: the relation is then loaded by one more statement"
)]
pub trait Ungrouped {
    /// Resolves to nothing if the query is rejected.
    type Checked;
}

#[diagnostic::do_not_recommend]
impl<F: QuerySource, S, D, W, O, LOf, H> Ungrouped
    for SelectStatement<FromClause<F>, S, D, W, O, LOf, Group, H, Lock>
{
    type Checked = ();
}

#[diagnostic::do_not_recommend]
impl<ST, F: QuerySource, DB> Ungrouped for BoxedSelectStatement<'_, ST, FromClause<F>, DB> {
    type Checked = ();
}

/// A query of one table without `LIMIT`, `OFFSET`, `DISTINCT`, groups and locks.
#[diagnostic::on_unimplemented(
    message = "a relation to many rows cannot be `.joined()` to this query: it has, or may have, a \
               `LIMIT`, `OFFSET`, `DISTINCT`, `GROUP BY`, a lock, or a second table",
    label = "remove `.joined()`: the relation is then loaded by one more statement",
    note = "the join repeats the rows of the query, and a limit would count the repeats; of a boxed query \
            it is not known what it has"
)]
pub trait Unlimited {
    /// Resolves to nothing if the query is rejected.
    type Checked;
}

#[diagnostic::do_not_recommend]
impl<T: Table, S, W, O, H> Unlimited
    for SelectStatement<FromClause<T>, S, Distinct, W, O, LimitOffset, Group, H, Lock>
{
    type Checked = ();
}
