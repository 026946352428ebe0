//! Joins the relations of a plan to a query.

use crate::model::from::{FromOf, SelectFrom};
use crate::plan::fits::JoinsTo;
use crate::plan::joined::fits::Fits;
use crate::plan::joined::times::{Multiplies, Suits, Times, TimesSum};
use crate::plan::joined::{And, JoinClause, JoinedRelation, NotJoined};
use diesel::query_builder::AsQuery;
use diesel::query_source::{Never, Plus};

#[diagnostic::do_not_recommend]
impl<Q: Base, R, N, J> JoinsTo<Q> for JoinedRelation<R, N, J>
where
    Self: InOneStatement<Q, R>,
{
    type Joined =
        Passed<<Self as InOneStatement<Q, R>>::Checked, JoinClause<Q::Query, And<Q::Joins, Self>>>;

    fn join_to(self, query: Q) -> Self::Joined {
        let (query, joins) = query.split();
        <Self as InOneStatement<Q, R>>::Checked::pass(JoinClause { query, joins: And(joins, self) })
    }
}

/// What can be joined to the query `Q`, starting with the relation `R`.
pub trait InOneStatement<Q, R> {
    /// The result of the check.
    type Checked: Passes;
}

impl<Q, R, A> InOneStatement<Q, R> for A
where
    Q: Base,
    Q::Joins: Fits<R, FromOf<Q::Query>> + Multiplies<Times: Plus<Times<A>>>,
    A: Fits<R, <Q::Joins as Fits<R, FromOf<Q::Query>>>::From> + Multiplies,
    TimesSum<Times<Q::Joins>, Times<A>>: Suits<R, <Q::Query as AsQuery>::Query>,
{
    type Checked = Passed<
        <TimesSum<Times<Q::Joins>, Times<A>> as Suits<R, <Q::Query as AsQuery>::Query>>::Checked,
        A::Checked,
    >;
}

/// The result of checking a query and what is joined to it. If one of them is rejected, the type
/// passed on is unknown, so that rustc reports no further errors.
pub trait Passes {
    /// The same.
    type Pass<T>;
    /// The same.
    fn pass<T>(passed: T) -> Self::Pass<T>;
}

pub(crate) type Passed<Checked, T> = <Checked as Passes>::Pass<T>;

impl<Checked> Passes for Checked {
    type Pass<T> = T;

    fn pass<T>(passed: T) -> T {
        passed
    }
}

/// A query, and what is already joined to it.
pub trait Base {
    /// The query.
    type Query: AsQuery<Query: SelectFrom>;
    /// What is joined to it.
    type Joins;
    /// Both.
    fn split(self) -> (Self::Query, Self::Joins);
}

impl<Q: AsQuery<Query: SelectFrom>> Base for Q {
    type Query = Q;
    type Joins = NotJoined;

    fn split(self) -> (Q, NotJoined) {
        (self, NotJoined)
    }
}

impl<Q: AsQuery<Query: SelectFrom>, L> Base for JoinClause<Q, L> {
    type Query = Q;
    type Joins = L;

    fn split(self) -> (Q, L) {
        (self.query, self.joins)
    }
}

/// A query whose first row can be selected with a `LIMIT`.
#[diagnostic::on_unimplemented(
    message = "`first` limits the statement to one row, and so would load one row at most of a relation to many",
    label = "call `get_result`, which has no limit",
    note = "or remove `.joined()`: the relation is then loaded by one more statement"
)]
pub trait Cut {}

#[diagnostic::do_not_recommend]
impl<Q: AsQuery> Cut for Q {}

#[diagnostic::do_not_recommend]
impl<Q, L: Multiplies<Times = Never>> Cut for JoinClause<Q, L> {}
