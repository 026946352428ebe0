use crate::database::backend::Database;
use crate::load::mode::Blocking;
use crate::model::key::Keyed;
use crate::model::relation::{Model, PrimaryKey};
use crate::plan::slots::Slots;
use crate::write::change::WriteOn;
use crate::write::delete::DeleteRows;
use crate::write::delete::plan::DeleteSlots;
use crate::write::delete::rows::{DeletedRows, InHand};
use crate::write::delete::statement::DeleteStep;
use diesel::QueryResult;
use diesel::connection::LoadConnection;

#[diagnostic::do_not_recommend]
impl<C, M, E> WriteOn<C, Blocking> for DeleteRows<M, E>
where
    C: LoadConnection<Backend: Database>,
    M: Model + Keyed<PrimaryKey<M>>,
    InHand<M>: DeletedRows<C::Backend, Model = M>,
    E: Slots<List: DeleteSlots<C::Backend, M>>,
{
    type Output = usize;

    fn written<'c>(self, conn: &'c mut C) -> QueryResult<usize>
    where
        Self: 'c,
    {
        let steps = self.steps::<C::Backend>();
        match steps.len() {
            0 | 1 => send(&steps, conn),
            _ => conn.transaction(|conn| send(&steps, conn)),
        }
    }
}

/// Sends the statements, and returns the number of rows they deleted.
fn send<C>(steps: &[DeleteStep<C::Backend>], conn: &mut C) -> QueryResult<usize>
where
    C: LoadConnection<Backend: Database>,
{
    let mut rows = 0;
    for step in steps {
        loop {
            let deleted = conn.execute_returning_count(step)?;
            rows += deleted;
            if deleted == 0 || !step.repeated {
                break;
            }
        }
    }
    Ok(rows)
}
