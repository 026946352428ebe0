use crate::model::key::KeyColumns;
use crate::route::{Mentions, Names, Place, Route, WriteRoute};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::AppearsInFromClause;

/// The key of the source is in the target itself.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct Here<C>(C);

impl<C: KeyColumns> Route for Here<C> {
    type Near = C;
    const TABLES: usize = 0;

    fn new() -> Self {
        Here(C::default())
    }

    fn near(&self) -> &C {
        &self.0
    }

    fn near_place(target: usize, _: usize) -> usize {
        target
    }

    fn tables(_: &mut Names) {}
}

impl<C: KeyColumns, DB: Backend> WriteRoute<DB> for Here<C> {
    fn write_joins<'b>(&'b self, _: Place<'_>, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }

    fn write_near_table<'b>(
        &'b self,
        target: &'b impl QueryFragment<DB>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        target.walk_ast(out)
    }

    fn write_members<'b>(&'b self, _: Place<'_>, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<C, Target, Table> Mentions<Target, Table> for Here<C>
where
    Target: AppearsInFromClause<Table>,
{
    type Count = Target::Count;
}
