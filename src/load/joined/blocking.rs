//! Loading over a blocking connection.

use crate::database::backend::Database;
use crate::fetch::collector::RowSink;
use crate::fetch::joined::written::Entire;
use crate::graph::slot::Loaded;
use crate::load::blocking::{Fill, graph, level};
use crate::load::joined::asking::{Asks, Gathered};
use crate::load::mode::Blocking;
use crate::load::statement_tree::Branches;
use crate::load::{FirstOn, Load, LoadOn, trace};
use crate::model::graph::Graph;
use crate::model::level::Rows;
use crate::model::relation::{Extent, Model, One, Relation, Target};
use crate::plan::joined::{JoinClause, JoinedSlot};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use diesel::{NotFound, QueryResult};

#[diagnostic::do_not_recommend]
impl<'q, C, Q, L, M, E> FirstOn<'q, C, Blocking> for Load<JoinClause<Q, L>, M, E>
where
    C: LoadConnection<Backend: Database>,
    M: Model,
    JoinClause<Q, L>: Asks<'q, C::Backend, M, E>,
    E: Fill<'q, C::Backend, M>,
{
    type One = One<M, E::Loaded>;

    fn limited<'c>(self, conn: &'c mut C) -> QueryResult<Self::One>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| one(receive(self.query.limited()?, conn)?, self.edges, conn))
    }
}

#[diagnostic::do_not_recommend]
impl<'q, C, Q, L, M, E> LoadOn<'q, C, Blocking> for Load<JoinClause<Q, L>, M, E>
where
    C: LoadConnection<Backend: Database>,
    M: Model,
    JoinClause<Q, L>: Asks<'q, C::Backend, M, E>,
    E: Fill<'q, C::Backend, M>,
{
    type Graph = Graph<M, E::Loaded>;

    fn all<'c>(self, conn: &'c mut C) -> QueryResult<Self::Graph>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| {
            let rows = receive(self.query.all(usize::MAX)?, conn)?;
            level(rows.level(self.edges)?, conn).map(Graph::new)
        })
    }

    fn single<'c>(self, conn: &'c mut C) -> QueryResult<Self::One>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| one(receive(self.query.all(1)?, conn)?, self.edges, conn))
    }
}

fn one<'q, M, E, C>(
    rows: impl Gathered<M, E>,
    edges: E,
    conn: &mut C,
) -> QueryResult<One<M, E::Loaded>>
where
    M: Model,
    C: LoadConnection<Backend: Database>,
    E: Fill<'q, C::Backend, M>,
{
    let row = rows.level(edges)?;
    if row.roots == 0 {
        return Err(NotFound);
    }
    level(row, conn).map(|row| M::one(Graph::new(row)))
}

/// Sends the statement and collects its rows.
fn receive<C, Q, A>(
    (statement, mut collector): (Entire<'_, Q, C::Backend>, A),
    conn: &mut C,
) -> QueryResult<A>
where
    C: LoadConnection<Backend: Database>,
    Q: QueryFragment<C::Backend>,
    A: RowSink<C::Backend>,
{
    for row in conn.load(statement)? {
        collector.row(&row?)?;
    }
    Ok(collector)
}

impl<'q, DB, R, E, X> Fill<'q, DB, R::Source> for JoinedSlot<R, E, X>
where
    DB: Database,
    R: Relation,
    E: Fill<'q, DB, Target<R>>,
    X: Extent,
{
    fn fill<C>(mut self, _: &Rows<'_, R::Source>, conn: &mut C) -> QueryResult<Self::Loaded>
    where
        C: LoadConnection<Backend = DB>,
    {
        let rows = self.arrive();
        Ok(Loaded::new(self.links, graph(rows, self.edges, conn)?))
    }

    fn describe(self, beneath: &mut Branches) -> QueryResult<()> {
        beneath.add_joined(R::NAME, self.edges)
    }
}
