//! Sending the statements, and reading the rows that they insert.

use crate::create::batch::{Creatable, Statement};
use crate::create::explain::Place;
use crate::create::found::KeyOf;
use crate::create::generated::RESET;
use crate::create::pairs::InsertPairs;
use crate::create::session::{Question, Session, known};
use crate::database::backend::Database;
use crate::database::dialect::NewRows;
use crate::database::selection::Readable;
use crate::model::relation::Source;
use crate::sql::sent::{Uncached, UntypedQuery};
use crate::write::statement::WriteLinks;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel::result::Error::DeserializationError;

impl<'c, C: LoadConnection<Backend: Database>> Session<'c, C> {
    pub(crate) fn start(conn: &'c mut C) -> QueryResult<Self> {
        let new_rows = match known::<C::Backend>() {
            Some(known) => known,
            None => ask(conn)?,
        };
        Ok(Session { conn, new_rows })
    }
}

fn ask<C: LoadConnection<Backend: Database>>(conn: &mut C) -> QueryResult<NewRows> {
    let question = Question::default();
    for row in conn.load(UntypedQuery::<_, Uncached>::new(&question, false))? {
        row?;
    }
    question.answered()
}

/// Inserts rows, and returns them if that is asked for.
pub(crate) fn insert<M, X, C>(
    relation: &'static str,
    rows: Vec<X>,
    returned: bool,
    session: &mut Session<'_, C>,
) -> QueryResult<Vec<M>>
where
    C: LoadConnection<Backend: Database>,
    M: Readable<C::Backend>,
    X: Creatable<C::Backend, M>,
{
    let (mut first, mut created) = (0, Vec::new());
    for statement in X::inserts(relation, rows, session.told(returned))? {
        let place = Place { relation, first, rows: statement.rows };
        first += statement.rows;
        match returned {
            true => created.extend(inserted::<M, X, C>(place, statement, session)?),
            false => execute(place, &statement.query, session)?,
        }
    }
    Ok(created)
}

fn execute<Q, C>(place: Place, query: &Q, session: &mut Session<'_, C>) -> QueryResult<()>
where
    C: LoadConnection<Backend: Database>,
    Q: QueryFragment<C::Backend> + QueryId,
{
    let created = session.conn.execute_returning_count(query);
    place.check(created.map_err(|error| place.explain(error))?)
}

/// The rows that a statement inserts, in the order in which it was given them.
fn inserted<M, X, C>(
    place: Place,
    statement: Statement<X::Insert>,
    session: &mut Session<'_, C>,
) -> QueryResult<Vec<M>>
where
    C: LoadConnection<Backend: Database>,
    M: Readable<C::Backend>,
    X: Creatable<C::Backend, M>,
{
    if session.new_rows == NewRows::Returned {
        let rows: Vec<M> = read(&statement.query, session).map_err(|error| place.explain(error))?;
        place.check(rows.len())?;
        return Ok(rows);
    }
    let keys = statement.keys;
    if keys == KeyOf::Database {
        session.conn.batch_execute(RESET)?;
    }
    execute(place, &statement.query, session)?;
    let found = place.found(X::found(statement))?;
    let rows: Vec<M> = read(&found, session).map_err(|error| place.explain(error))?;
    place.check_found(rows.len(), keys)?;
    Ok(rows)
}

fn read<Q, M, C>(query: &Q, session: &mut Session<'_, C>) -> QueryResult<Vec<M>>
where
    C: LoadConnection<Backend: Database>,
    Q: QueryFragment<C::Backend>,
    M: Readable<C::Backend>,
{
    let rows = session.conn.load(UntypedQuery::<_, Uncached>::new(query, false))?;
    rows.map(|row| M::build_from_row(&row?).map_err(DeserializationError)).collect()
}

/// Inserts the links of new rows.
pub(crate) fn link<R, C>(
    pairs: Vec<InsertPairs<R>>,
    session: &mut Session<'_, C>,
) -> QueryResult<()>
where
    C: LoadConnection<Backend: Database>,
    R: WriteLinks<Source<R>, C::Backend>,
{
    let mut first = 0;
    for query in pairs {
        let rows = query.len();
        execute(Place { relation: R::NAME, first, rows }, &query, session)?;
        first += rows;
    }
    Ok(())
}
