//! Sending changes over a blocking connection.

use crate::database::backend::Database;
use crate::load::mode::Blocking;
use crate::model::error::Error;
use crate::model::relation::Model;
use crate::sql::sent::{Uncached, UntypedQuery};
use crate::write::change::{ChangeLinks, LinkStatement, WriteOn};
use crate::write::kind::Kind;
use crate::write::links::Step;
use crate::write::many_to_many::ManyToMany;
use crate::write::statement::{WriteLinks, explained};
use crate::write::values::WriteValues;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;

#[diagnostic::do_not_recommend]
impl<C, K, R, M, V> WriteOn<C, Blocking> for ChangeLinks<K, R, M, V>
where
    C: LoadConnection<Backend: Database>,
    K: Kind,
    R: WriteLinks<M, C::Backend>,
    M: Model<Table: QueryFragment<C::Backend>>,
    V: WriteValues<C::Backend>,
{
    type Output = K::Output;

    fn written<'c>(self, conn: &'c mut C) -> QueryResult<K::Output>
    where
        Self: 'c,
    {
        let steps = self.steps::<C::Backend>()?;
        let sent = match steps.len() {
            0 | 1 => self.send(steps, conn),
            _ => conn.transaction(|conn| self.send(steps, conn)),
        };
        sent.map(K::output)
    }
}

impl<K, R: ManyToMany<M>, M: Model, V> ChangeLinks<K, R, M, V> {
    /// Sends the statements, and returns the number of rows they changed.
    fn send<C>(&self, steps: Vec<Step>, conn: &mut C) -> QueryResult<usize>
    where
        C: LoadConnection<Backend: Database>,
        R: WriteLinks<M, C::Backend>,
        M: Model<Table: QueryFragment<C::Backend>>,
        V: WriteValues<C::Backend>,
    {
        let mut rows = 0;
        for step in steps {
            let locks = matches!(step, Step::LockSources(_) | Step::LockTargets(_));
            let statement = LinkStatement { change: self, step };
            if locks {
                lock::<R, M, _, _>(&statement, conn)?;
                continue;
            }
            let changed = conn.execute_returning_count(&statement);
            rows += changed.map_err(explained::<R, M>)?;
        }
        Ok(rows)
    }
}

/// Locks rows. It is an error if the transaction does not see what others have committed.
fn lock<R, M, Q, C>(query: &Q, conn: &mut C) -> QueryResult<()>
where
    R: ManyToMany<M>,
    Q: QueryFragment<C::Backend>,
    C: LoadConnection<Backend: Database>,
{
    for row in conn.load(UntypedQuery::<_, Uncached>::new(query, false))? {
        if C::Backend::number(&row?)? != 0 {
            return Err(Error::StaleSnapshot { relation: R::NAME }.into());
        }
    }
    Ok(())
}
