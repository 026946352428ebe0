//! Slots for which nothing is to be done: those that are not loaded, and those that were loaded before.
//! And those that have to be loaded, which a graph without a database cannot have.

use crate::aggregate::yields::Yields;
use crate::by_hand::assemble::Assemble;
use crate::graph::aggregated::{Aggregated, Values};
use crate::graph::slot::{Loaded, NoOtherRelation, NotLoaded};
use crate::graph::tree::Tree;
use crate::model::level::Rows;
use crate::model::relation::{Extent, Relation, Source};
use crate::plan::how::{Grouped, PerParent, Recursive};
use crate::plan::loadable::Loadable;
use crate::plan::planned::Planned;
use crate::plan::values::PlannedValues;
use diesel::QueryResult;
use diesel::result::Error;

macro_rules! as_they_are {
    ($([$($parameters:tt)*] $slot:ty;)*) => {$(
        impl<M, $($parameters)*> Assemble<M> for $slot {
            fn assemble(self, _: &Rows<'_, M>) -> QueryResult<Self> {
                Ok(self)
            }
        }
    )*};
}

as_they_are! {
    [R: 'static] NotLoaded<R>;
    [R: Relation, E: 'static, X: Extent] Loaded<R, E, X>;
    [R: Relation, X: Extent] Tree<R, X>;
    [R: 'static, F: Yields<R, A> + 'static, A: 'static, X: Extent] Values<R, F, A, X>;
    // An aggregate that is not loaded.
    [] ();
}

impl<M, S, A, B, C, D, E, F> Assemble<M> for Aggregated<S, A, B, C, D, E, F>
where
    S: Assemble<M>,
    A: Assemble<M>,
    B: Assemble<M>,
    C: Assemble<M>,
    D: Assemble<M>,
    E: Assemble<M>,
    F: Assemble<M>,
{
    fn grow(&mut self, rows: &mut Vec<M>) -> QueryResult<()> {
        self.rows.grow(rows)
    }

    fn assemble(self, rows: &Rows<'_, M>) -> QueryResult<Self::Loaded> {
        Ok(Aggregated {
            rows: self.rows.assemble(rows)?,
            count: self.count.assemble(rows)?,
            exists: self.exists.assemble(rows)?,
            sum: self.sum.assemble(rows)?,
            avg: self.avg.assemble(rows)?,
            min: self.min.assemble(rows)?,
            max: self.max.assemble(rows)?,
        })
    }
}

/// Rejects what would have to be loaded; no relation implements it.
#[diagnostic::on_unimplemented(
    message = "nothing was given for the relation `{Self}`",
    label = "give its rows inside `.with(…)`, such as `User::posts.rows([…])`, or its values: \
             `User::posts.count().values([…])`",
    note = "to load it from a database, call `.load(conn)` here"
)]
pub trait IsGiven {
    /// What was given.
    fn given<T>() -> QueryResult<T>;
}

// Without an implementation rustc would list those of another trait.
impl IsGiven for NoOtherRelation {
    fn given<T>() -> QueryResult<T> {
        Err(Error::NotFound)
    }
}

// For the message alone.
macro_rules! not_given {
    ($([$($parameters:tt)*] $slot:ty;)*) => {$(
        impl<R: Relation + IsGiven, $($parameters)*> Assemble<Source<R>> for $slot
        where
            Self: Loadable,
        {
            fn assemble(self, _: &Rows<'_, Source<R>>) -> QueryResult<Self::Loaded> {
                R::given()
            }
        }
    )*};
}

not_given! {
    [N, E, X] Planned<R, N, E, X, Grouped>;
    [N, E, X] Planned<R, N, E, X, PerParent>;
    [N, E, X] Planned<R, N, E, X, Recursive<R>>;
    [F, C, N] PlannedValues<R, F, C, N>;
}
