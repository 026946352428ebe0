//! What is loaded if a condition holds that is known at run time: its slot is an `Option`.

use super::Loadable;
#[cfg(feature = "async")]
use super::asynchronous;
use super::backend::Database;
use super::blocking::Fill;
use super::joined::{Apart, OnItsOwn};
use super::plan::Plan;
use super::statement_tree::Branches;
use super::tree::{Allow, FitsBeside};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
#[cfg(feature = "async")]
use diesel_async::AsyncConnectionCore;

/// A relation that is loaded if there is one: what `condition.then_some(User::posts)` gives.
#[diagnostic::do_not_recommend]
impl<P: Plan<Joins: OnItsOwn>> Plan for Option<P> {
    type Relation = P::Relation;
    type Place = P::Place;
    type Planned = Option<P::Planned>;
    type Joins = Apart;

    fn planned(self) -> (Self::Planned, Apart) {
        (self.map(|plan| plan.planned().0), Apart)
    }
}

#[diagnostic::do_not_recommend]
impl<P: FitsBeside<Others>, Others> FitsBeside<Others> for Option<P> {}
#[diagnostic::do_not_recommend]
impl<P: Allow<Rows>, Rows> Allow<Rows> for Option<P> {}

impl<P: Loadable> Loadable for Option<P> {
    type Loaded = Option<P::Loaded>;
}

impl<'q, DB: Database, M, P: Fill<'q, DB, M>> Fill<'q, DB, M> for Option<P> {
    fn grow<C>(&mut self, rows: &mut Vec<M>, conn: &mut C) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>,
    {
        self.as_mut().map_or(Ok(()), |plan| plan.grow(rows, conn))
    }

    fn fill<C>(self, rows: &[M], conn: &mut C) -> QueryResult<Self::Loaded>
    where
        C: LoadConnection<Backend = DB>,
    {
        self.map(|plan| plan.fill(rows, conn)).transpose()
    }

    fn describe(self, beneath: &mut Branches) -> QueryResult<()> {
        self.map_or(Ok(()), |plan| plan.describe(beneath))
    }
}

#[cfg(feature = "async")]
impl<'q, DB, M, P> asynchronous::Fill<'q, DB, M> for Option<P>
where
    DB: Database,
    M: Send + Sync,
    P: asynchronous::Fill<'q, DB, M> + Send,
{
    async fn grow<C>(&mut self, rows: &mut Vec<M>, conn: &mut C) -> QueryResult<()>
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        match self {
            Some(plan) => plan.grow(rows, conn).await,
            None => Ok(()),
        }
    }

    async fn fill<C>(self, rows: &[M], conn: &mut C) -> QueryResult<Self::Loaded>
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        match self {
            Some(plan) => plan.fill(rows, conn).await.map(Some),
            None => Ok(None),
        }
    }
}
