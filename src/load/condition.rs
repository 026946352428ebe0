//! Loading what is planned on a condition, if the condition holds.

use crate::database::backend::Database;
#[cfg(feature = "async")]
use crate::load::asynchronous;
use crate::load::blocking::Fill;
use crate::load::statement_tree::Branches;
use crate::model::level::Rows;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
#[cfg(feature = "async")]
use diesel_async::AsyncConnectionCore;

impl<'q, DB: Database, M, P: Fill<'q, DB, M>> Fill<'q, DB, M> for Option<P> {
    fn grow<C>(&mut self, rows: &mut Vec<M>, conn: &mut C) -> QueryResult<()>
    where
        C: LoadConnection<Backend = DB>,
    {
        self.as_mut().map_or(Ok(()), |plan| plan.grow(rows, conn))
    }

    fn fill<C>(self, rows: &Rows<'_, M>, conn: &mut C) -> QueryResult<Self::Loaded>
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

    async fn fill<C>(self, rows: &Rows<'_, M>, conn: &mut C) -> QueryResult<Self::Loaded>
    where
        C: AsyncConnectionCore<Backend = DB>,
    {
        match self {
            Some(plan) => plan.fill(rows, conn).await.map(Some),
            None => Ok(None),
        }
    }
}
