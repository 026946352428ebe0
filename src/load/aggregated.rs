//! Loading aggregates: planned ones, and those in slots with rows.

use crate::database::backend::Database;
#[cfg(feature = "async")]
use crate::fetch::collector::SendFinish;
use crate::fetch::values::FetchValues;
use crate::graph::aggregated::Aggregated;
#[cfg(feature = "async")]
use crate::load::asynchronous;
use crate::load::blocking::Fill;
use crate::load::blocking::send::{finish, send};
use crate::load::statement_tree::{Branches, Strategy};
use crate::load::trace::Statements;
use crate::model::level::Rows;
use crate::model::relation::Relation;
use crate::plan::fits::Allow;
use crate::plan::loadable::Loadable;
use crate::plan::values::PlannedValues;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
#[cfg(feature = "async")]
use diesel_async::AsyncConnectionCore;

impl<'q, DB, R, F, C, N> Fill<'q, DB, R::Source> for PlannedValues<R, F, C, N>
where
    DB: Database,
    R: Relation,
    Self: FetchValues<DB, Relation = R>,
{
    fn fill<Conn>(self, rows: &Rows<'_, R::Source>, conn: &mut Conn) -> QueryResult<Self::Loaded>
    where
        Conn: LoadConnection<Backend = DB>,
    {
        let mut statements = Statements::start();
        let collector = send(self.fetch(rows)?, conn, &mut statements)?;
        let (values, answered) = finish(collector, conn, &mut statements)?;
        statements.computed(R::NAME, Self::FORM, answered);
        Ok(values)
    }

    fn describe(self, beneath: &mut Branches) -> QueryResult<()> {
        let of = format!("{}.{}", R::NAME, Self::FORM.name());
        let statement = self.fetch(&Rows::NONE)?;
        beneath.add::<DB, R>(&of, Strategy::Grouped, &statement.statement(), ())
    }
}

#[cfg(feature = "async")]
impl<'q, DB, R, F, C, N> asynchronous::Fill<'q, DB, R::Source> for PlannedValues<R, F, C, N>
where
    DB: Database,
    R: Relation<Source: Send + Sync>,
    Self:
        FetchValues<DB, Relation = R, Statement: Send, RowCollector: SendFinish<DB>, Loaded: Send>,
{
    fn fill<Conn>(
        self,
        rows: &Rows<'_, R::Source>,
        conn: &mut Conn,
    ) -> impl Future<Output = QueryResult<Self::Loaded>> + Send
    where
        Conn: AsyncConnectionCore<Backend = DB>,
    {
        let fetch = self.fetch(rows);
        async move {
            let mut statements = Statements::start();
            let collector = asynchronous::send::send(fetch?, conn, &mut statements).await?;
            let (values, answered) =
                asynchronous::send::finish(collector, conn, &mut statements).await?;
            statements.computed(R::NAME, Self::FORM, answered);
            Ok(values)
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S, A, B, C, D, E, F, Rows> Allow<Rows> for Aggregated<S, A, B, C, D, E, F>
where
    S: Allow<Rows>,
    A: Allow<Rows>,
    B: Allow<Rows>,
    C: Allow<Rows>,
    D: Allow<Rows>,
    E: Allow<Rows>,
    F: Allow<Rows>,
{
}

// Without aggregates, no row can lack one.
#[diagnostic::do_not_recommend]
impl<Rows> Allow<Rows> for () {}

impl<S, A, B, C, D, E, F> Loadable for Aggregated<S, A, B, C, D, E, F>
where
    S: Loadable,
    A: Loadable,
    B: Loadable,
    C: Loadable,
    D: Loadable,
    E: Loadable,
    F: Loadable,
{
    type Loaded =
        Aggregated<S::Loaded, A::Loaded, B::Loaded, C::Loaded, D::Loaded, E::Loaded, F::Loaded>;
}

impl<'q, DB, M, S, A, B, C, D, E, F> Fill<'q, DB, M> for Aggregated<S, A, B, C, D, E, F>
where
    DB: Database,
    S: Fill<'q, DB, M>,
    A: Fill<'q, DB, M>,
    B: Fill<'q, DB, M>,
    C: Fill<'q, DB, M>,
    D: Fill<'q, DB, M>,
    E: Fill<'q, DB, M>,
    F: Fill<'q, DB, M>,
{
    fn grow<Conn>(&mut self, rows: &mut Vec<M>, conn: &mut Conn) -> QueryResult<()>
    where
        Conn: LoadConnection<Backend = DB>,
    {
        self.rows.grow(rows, conn)
    }

    fn fill<Conn>(self, rows: &Rows<'_, M>, conn: &mut Conn) -> QueryResult<Self::Loaded>
    where
        Conn: LoadConnection<Backend = DB>,
    {
        Ok(Aggregated {
            rows: self.rows.fill(rows, conn)?,
            count: self.count.fill(rows, conn)?,
            exists: self.exists.fill(rows, conn)?,
            sum: self.sum.fill(rows, conn)?,
            avg: self.avg.fill(rows, conn)?,
            min: self.min.fill(rows, conn)?,
            max: self.max.fill(rows, conn)?,
        })
    }

    fn describe(self, beneath: &mut Branches) -> QueryResult<()> {
        self.rows.describe(beneath)?;
        self.count.describe(beneath)?;
        self.exists.describe(beneath)?;
        self.sum.describe(beneath)?;
        self.avg.describe(beneath)?;
        self.min.describe(beneath)?;
        self.max.describe(beneath)
    }
}

#[cfg(feature = "async")]
impl<'q, DB, M, S, A, B, C, D, E, F> asynchronous::Fill<'q, DB, M>
    for Aggregated<S, A, B, C, D, E, F>
where
    DB: Database,
    M: Send + Sync,
    S: asynchronous::Fill<'q, DB, M> + Send,
    A: asynchronous::Fill<'q, DB, M> + Send,
    B: asynchronous::Fill<'q, DB, M> + Send,
    C: asynchronous::Fill<'q, DB, M> + Send,
    D: asynchronous::Fill<'q, DB, M> + Send,
    E: asynchronous::Fill<'q, DB, M> + Send,
    F: asynchronous::Fill<'q, DB, M> + Send,
{
    async fn grow<Conn>(&mut self, rows: &mut Vec<M>, conn: &mut Conn) -> QueryResult<()>
    where
        Conn: AsyncConnectionCore<Backend = DB>,
    {
        self.rows.grow(rows, conn).await
    }

    async fn fill<Conn>(self, rows: &Rows<'_, M>, conn: &mut Conn) -> QueryResult<Self::Loaded>
    where
        Conn: AsyncConnectionCore<Backend = DB>,
    {
        Ok(Aggregated {
            rows: self.rows.fill(rows, conn).await?,
            count: self.count.fill(rows, conn).await?,
            exists: self.exists.fill(rows, conn).await?,
            sum: self.sum.fill(rows, conn).await?,
            avg: self.avg.fill(rows, conn).await?,
            min: self.min.fill(rows, conn).await?,
            max: self.max.fill(rows, conn).await?,
        })
    }
}
