//! Sending statements, and taking in their rows.

use crate::database::backend::Database;
use crate::fetch::answer::{Answer, Fetched, Intake, Settle};
use crate::fetch::question::{Question, Turn};
use crate::load::trace::Statements;
use crate::model::key::Key;
use crate::model::relation::Relation;
use diesel::connection::LoadConnection;
use diesel::prelude::*;
use diesel::query_builder::{QueryFragment, QueryId};

/// Sends the statements of a relation.
pub(crate) fn answer<R, Q, Id, K, A, C>(
    question: Question<Q, Id, K, A>,
    conn: &mut C,
) -> QueryResult<Fetched<R>>
where
    R: Relation,
    Q: QueryFragment<C::Backend>,
    Id: QueryId,
    K: Key,
    A: Answer<C::Backend, R>,
    C: LoadConnection<Backend: Database>,
{
    let mut statements = Statements::start();
    let answer = send(question, conn, &mut statements)?;
    let (links, rows) = settle(answer, conn, &mut statements)?;
    statements.answered(R::NAME, rows.len());
    Ok((links, rows))
}

/// Sends the statements about keys that do not add up.
pub(crate) fn settle<A, C>(
    mut answer: A,
    conn: &mut C,
    statements: &mut Statements,
) -> QueryResult<A::Settled>
where
    A: Settle<C::Backend>,
    C: LoadConnection<Backend: Database>,
{
    while let Some((recheck, mut matches)) = answer.recheck() {
        receive(conn, Turn::of(&recheck), &mut matches)?;
        statements.sent();
        answer.matched(matches);
    }
    answer.settled()
}

/// Sends the statements of a question.
pub(crate) fn send<Q, Id, K, A, C>(
    mut question: Question<Q, Id, K, A>,
    conn: &mut C,
    statements: &mut Statements,
) -> QueryResult<A>
where
    Q: QueryFragment<C::Backend>,
    Id: QueryId,
    K: Key,
    A: Intake<C::Backend>,
    C: LoadConnection<Backend: Database>,
{
    while let Some((turn, answer)) = question.next() {
        receive(conn, turn, answer)?;
        statements.sent();
    }
    Ok(question.answer)
}

/// Sends a statement and takes in its rows.
pub(crate) fn receive<C, Q, Id, A>(
    conn: &mut C,
    turn: Turn<'_, Q, Id>,
    answer: &mut A,
) -> QueryResult<()>
where
    C: LoadConnection<Backend: Database>,
    Q: QueryFragment<C::Backend>,
    Id: QueryId,
    A: Intake<C::Backend>,
{
    let rows = match turn {
        Turn::OneKey(query) => conn.load(query)?,
        Turn::Varying(query) => conn.load(query)?,
    };
    for row in rows {
        answer.row(&row?)?;
    }
    Ok(())
}
