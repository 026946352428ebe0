//! Sending statements, and taking in their rows.

use crate::database::backend::Database;
use crate::fetch::answer::{Fetched, Intake, SendAnswer, SendSettle};
use crate::fetch::question::{Question, Turn};
use crate::load::trace::Statements;
use crate::model::key::Key;
use crate::model::relation::Relation;
use diesel::prelude::*;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel_async::AsyncConnectionCore;
use futures_util::StreamExt;
use std::pin::pin;

/// Sends the statements of a relation.
pub(crate) async fn answer<R, Q, Id, K, A, C>(
    question: Question<Q, Id, K, A>,
    conn: &mut C,
) -> QueryResult<Fetched<R>>
where
    R: Relation,
    Q: QueryFragment<C::Backend> + Send,
    Id: QueryId + 'static,
    K: Key,
    A: SendAnswer<C::Backend, R>,
    C: AsyncConnectionCore<Backend: Database>,
{
    let mut statements = Statements::start();
    let answer = send(question, conn, &mut statements).await?;
    let (links, rows) = settle(answer, conn, &mut statements).await?;
    statements.answered(R::NAME, rows.len());
    Ok((links, rows))
}

/// Sends the statements about keys that do not add up.
pub(crate) async fn settle<A, C>(
    mut answer: A,
    conn: &mut C,
    statements: &mut Statements,
) -> QueryResult<A::Settled>
where
    A: SendSettle<C::Backend>,
    C: AsyncConnectionCore<Backend: Database>,
{
    while let Some((recheck, mut matches)) = answer.recheck() {
        receive(conn, Turn::of(&recheck), &mut matches).await?;
        statements.sent();
        answer.matched(matches);
    }
    answer.settled()
}

/// Sends the statements of a question.
pub(crate) async fn send<Q, Id, K, A, C>(
    mut question: Question<Q, Id, K, A>,
    conn: &mut C,
    statements: &mut Statements,
) -> QueryResult<A>
where
    Q: QueryFragment<C::Backend> + Send,
    Id: QueryId + 'static,
    K: Key,
    A: Intake<C::Backend> + Send,
    C: AsyncConnectionCore<Backend: Database>,
{
    while let Some((turn, answer)) = question.next() {
        receive(conn, turn, answer).await?;
        statements.sent();
    }
    Ok(question.answer)
}

/// Sends a statement and takes in its rows.
pub(crate) fn receive<C, Q, Id, A>(
    conn: &mut C,
    turn: Turn<'_, Q, Id>,
    answer: &mut A,
) -> impl Future<Output = QueryResult<()>> + Send
where
    C: AsyncConnectionCore<Backend: Database>,
    Q: QueryFragment<C::Backend>,
    Id: QueryId + 'static,
    A: Intake<C::Backend> + Send,
{
    // The statement is written before the future is: a boxed query can be sent to another thread,
    // but not shared with it.
    let rows = match turn {
        Turn::OneKey(query) => conn.load(query),
        Turn::Varying(query) => conn.load(query),
    };
    async move {
        let mut rows = pin!(rows.await?);
        while let Some(row) = rows.next().await {
            answer.row(&row?)?;
        }
        Ok(())
    }
}
