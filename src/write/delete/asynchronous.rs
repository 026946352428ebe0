//! The same as `blocking`, with `await`.

use crate::database::backend::Database;
use crate::load::mode::Async;
use crate::model::key::Keyed;
use crate::model::relation::{Model, PrimaryKey};
use crate::plan::slots::Slots;
use crate::write::asynchronous::end_transaction;
use crate::write::change::WriteOn;
use crate::write::delete::DeleteRows;
use crate::write::delete::plan::DeleteSlots;
use crate::write::delete::rows::{DeletedRows, InHand};
use crate::write::delete::statement::DeleteStep;
use diesel::QueryResult;
use diesel_async::{AsyncConnection, TransactionManager};
use futures_util::future::BoxFuture;

#[diagnostic::do_not_recommend]
impl<C, M, E> WriteOn<C, Async> for DeleteRows<M, E>
where
    C: AsyncConnection<Backend: Database>,
    M: Model + Keyed<PrimaryKey<M>>,
    InHand<M>: DeletedRows<C::Backend, Model = M>,
    E: Slots<List: DeleteSlots<C::Backend, M>>,
{
    type Output = usize;

    fn written<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<usize>>
    where
        Self: 'c,
    {
        // Before the future, which need not hold the plan.
        let steps = self.steps::<C::Backend>();
        Box::pin(async move {
            if steps.len() < 2 {
                return send(&steps, conn).await;
            }
            C::TransactionManager::begin_transaction(conn).await?;
            let sent = send(&steps, conn).await;
            end_transaction(sent, conn).await
        })
    }
}

/// Sends the statements, and returns the number of rows they deleted.
async fn send<C>(steps: &[DeleteStep<C::Backend>], conn: &mut C) -> QueryResult<usize>
where
    C: AsyncConnection<Backend: Database>,
{
    let mut rows = 0;
    for step in steps {
        loop {
            let deleted = conn.execute_returning_count(step).await?;
            rows += deleted;
            if deleted == 0 || !step.repeated {
                break;
            }
        }
    }
    Ok(rows)
}
