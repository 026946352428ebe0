use crate::model::key::{KeyColumns, WriteColumns, write_equal};
use crate::model::relation::Model;
use crate::route::{Covers, Mentions, Names, Place, Route, WriteRoute, write_in, write_table};
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{AppearsInFromClause, Never, Once};
use diesel::{QueryResult, Table};
use std::any::TypeId;

/// Through an association table.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct JunctionHop<Through, Near, Far, T> {
    through: Through,
    near: Near,
    far: Far,
    target: T,
}

impl<Through, Near, Far, T> Route for JunctionHop<Through, Near, Far, T>
where
    Through: HasTable<Table = Through> + Table<PrimaryKey: 'static> + 'static,
    Near: KeyColumns,
    Far: KeyColumns,
    T: KeyColumns,
{
    type Near = Near;
    type Far = Far;
    const TABLES: usize = 1;

    fn new() -> Self {
        let (near, far, target) = Default::default();
        JunctionHop { through: Through::table(), near, far, target }
    }

    fn near(&self) -> &Near {
        &self.near
    }

    fn far(&self) -> &Far {
        &self.far
    }

    fn near_place(_: usize, next: usize) -> usize {
        next
    }

    fn tables(names: &mut Names) {
        names.push::<Through>();
    }

    fn links_to<C: 'static>() -> bool {
        TypeId::of::<T>() == TypeId::of::<C>()
    }

    fn is_indexed() -> bool {
        TypeId::of::<Through::PrimaryKey>() == TypeId::of::<(Near, Far)>()
    }
}

impl<Through, Near, Far, T, DB> WriteRoute<DB> for JunctionHop<Through, Near, Far, T>
where
    Self: Route,
    Through: QueryFragment<DB>,
    Far: WriteColumns<DB>,
    T: WriteColumns<DB>,
    DB: Backend,
{
    fn write_joins<'b>(&'b self, at: Place<'_>, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let [target, through] = at.names();
        out.push_sql(" INNER JOIN ");
        write_table(&self.through, through.as_deref(), out.reborrow())?;
        out.push_sql(" ON ");
        let far = (&self.far, through.as_deref());
        write_equal(far, (&self.target, target.as_deref()), out)
    }

    fn write_near_table<'b>(
        &'b self,
        _: &'b impl QueryFragment<DB>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.through.walk_ast(out)
    }

    fn write_members<'b>(&'b self, at: Place<'_>, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let [target, through] = at.names();
        let target = (&self.target, target.as_deref());
        write_in(target, (&self.far, through.as_deref()), out.reborrow())?;
        write_table(&self.through, through.as_deref(), out)
    }
}

impl<Through, Near, Far, T, Table> Covers<Table> for JunctionHop<Through, Near, Far, T>
where
    Through: AppearsInFromClause<Table>,
{
    type Count = Through::Count;
}

impl<Through, Near, Far, T, M, Table> Mentions<M, Table> for JunctionHop<Through, Near, Far, T>
where
    M: Model<Table: AppearsInFromClause<Table, Count: Either<Through::Count>>>,
    Through: AppearsInFromClause<Table>,
{
    type Count = <CountIn<M, Table> as Either<Through::Count>>::Count;
}

/// How often a table is that of a model.
pub(crate) type CountIn<M, Table> = <<M as Model>::Table as AppearsInFromClause<Table>>::Count;

/// A table is in one place or the other; if it is in both, its name is that of the first.
pub trait Either<Other> {
    /// How often it can be named.
    type Count;
}

impl<Other> Either<Other> for Once {
    type Count = Once;
}

impl<Other> Either<Other> for Never {
    type Count = Other;
}
