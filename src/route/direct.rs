use crate::model::key::KeyColumns;
use crate::model::relation::Model;
use crate::route::{Covers, Mentions, Names, Place, Route, WriteRoute};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{AppearsInFromClause, Never};

/// The key of the source is in the target itself.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct DirectHop<C>(C);

impl<C: KeyColumns> Route for DirectHop<C> {
    type Near = C;
    type Far = C;
    const TABLES: usize = 0;

    fn new() -> Self {
        DirectHop(C::default())
    }

    fn near(&self) -> &C {
        &self.0
    }

    fn far(&self) -> &C {
        &self.0
    }

    fn near_place(target: usize, _: usize) -> usize {
        target
    }

    fn tables(_: &mut Names) {}
}

impl<C: KeyColumns, DB: Backend> WriteRoute<DB> for DirectHop<C> {
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

impl<C, Table> Covers<Table> for DirectHop<C> {
    type Count = Never;
}

impl<C, M, Table> Mentions<M, Table> for DirectHop<C>
where
    M: Model<Table: AppearsInFromClause<Table>>,
{
    type Count = <M::Table as AppearsInFromClause<Table>>::Count;
}
