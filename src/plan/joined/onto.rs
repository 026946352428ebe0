//! Joins the relations of a plan to a query.

use crate::model::from::{FromOf, SelectFrom};
use crate::plan::joined::fits::Fits;
use crate::plan::joined::times::{Multiplies, Suits, Times, TimesSum};
use crate::plan::joined::{And, JoinClause, JoinedRelation};
use diesel::query_builder::AsQuery;
use diesel::query_source::{Never, Plus};

/// Joins nothing: the relation is loaded by its own statements.
#[derive(Debug, Clone, Copy)]
pub struct NotJoined;

/// What a plan joins, to be joined to the query `Q`.
#[diagnostic::on_unimplemented(
    message = "`.joined()` joins the statement of the query, and the relation around it is not in that",
    label = "a relation inside is `.joined()`, this one is not",
    note = "say `.joined()` of this relation as well, or remove the one inside: \
            grouped loading takes one more statement"
)]
pub trait Onto<Q> {
    /// Both.
    type Joined;
    /// Joins it.
    fn onto(self, query: Q) -> Self::Joined;
}

#[diagnostic::do_not_recommend]
impl<Q> Onto<Q> for NotJoined {
    type Joined = Q;

    fn onto(self, query: Q) -> Q {
        query
    }
}

impl<Q: Base, R, N, J> Onto<Q> for JoinedRelation<R, N, J>
where
    Self: InOneStatement<Q, R>,
{
    type Joined =
        Passed<<Self as InOneStatement<Q, R>>::Checked, JoinClause<Q::Query, And<Q::Joins, Self>>>;

    fn onto(self, query: Q) -> Self::Joined {
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

/// What a plan joins, to be joined beneath a relation in addition to `J`.
#[diagnostic::on_unimplemented(
    message = "`.joined()` joins the statement of the query, and the relation around it is not in that",
    label = "a relation inside is `.joined()`, this one is not",
    note = "say `.joined()` of this relation as well, or remove the one inside: \
            grouped loading takes one more statement"
)]
pub trait Beneath<J> {
    /// Both.
    type Joined;
    /// Joins it.
    fn beneath(self, joins: J) -> Self::Joined;
}

#[diagnostic::do_not_recommend]
impl<J> Beneath<J> for NotJoined {
    type Joined = J;

    fn beneath(self, joins: J) -> J {
        joins
    }
}

#[diagnostic::do_not_recommend]
impl<Others, R, N, J> Beneath<Others> for JoinedRelation<R, N, J> {
    type Joined = And<Others, Self>;

    fn beneath(self, joins: Others) -> Self::Joined {
        And(joins, self)
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

#[diagnostic::do_not_recommend]
impl OnItsOwn for NotJoined {}

/// A query whose first row can be selected with a `LIMIT`.
#[diagnostic::on_unimplemented(
    message = "`first` limits the statement to one row: of a relation to many rows it would bring one at most",
    label = "say `get_result`, which reads all rows of the first one",
    note = "or remove `.joined()`: grouped loading takes one more statement and keeps the limit"
)]
pub trait Cut {}

#[diagnostic::do_not_recommend]
impl<Q: AsQuery> Cut for Q {}

#[diagnostic::do_not_recommend]
impl<Q, L: Multiplies<Times = Never>> Cut for JoinClause<Q, L> {}
