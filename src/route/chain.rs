use crate::model::key::{KeyColumns, WriteColumns, write_equal};
use crate::route::{Covers, Mentions, Names, Place, Route, WriteRoute, write_in, write_table};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{AppearsInFromClause, Plus};

/// Through another model's table: from the target to that table, and onwards from there.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct Chain<First, Middle, S, Last> {
    last: Last,
    source: S,
    middle: Middle,
    first: First,
}

impl<First, Middle, S, Last> Route for Chain<First, Middle, S, Last>
where
    First: Route,
    Middle: HasTable<Table = Middle> + 'static,
    S: KeyColumns,
    Last: Route,
{
    type Near = First::Near;
    const TABLES: usize = Last::TABLES + 1 + First::TABLES;

    fn new() -> Self {
        let (first, last) = (First::new(), Last::new());
        Chain { last, source: S::default(), middle: Middle::table(), first }
    }

    fn near(&self) -> &First::Near {
        self.first.near()
    }

    fn near_place(_: usize, next: usize) -> usize {
        let middle = next + Last::TABLES;
        First::near_place(middle, middle + 1)
    }

    fn tables(names: &mut Names) {
        Last::tables(names);
        names.push::<Middle>();
        First::tables(names);
    }
}

impl<First, Middle, S, Last, DB> WriteRoute<DB> for Chain<First, Middle, S, Last>
where
    Self: Route,
    First: WriteRoute<DB>,
    Middle: QueryFragment<DB>,
    S: WriteColumns<DB>,
    Last: WriteRoute<DB, Near: WriteColumns<DB>>,
    DB: Backend,
{
    fn write_joins<'b>(&'b self, at: Place<'_>, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.last.write_joins(at, out.reborrow())?;
        self.write_middle(at, out)
    }

    fn write_near_table<'b>(
        &'b self,
        _: &'b impl QueryFragment<DB>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.first.write_near_table(&self.middle, out)
    }

    fn write_members<'b>(&'b self, at: Place<'_>, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if Last::TABLES > 0 {
            self.last.write_members(at, out.reborrow())?;
            return self.write_middle(at, out);
        }
        let [target, middle] = at.names();
        let (middle, near) = (middle.as_deref(), (self.last.near(), target.as_deref()));
        write_in(near, (&self.source, middle), out.reborrow())?;
        write_table(&self.middle, middle, out.reborrow())?;
        self.first.write_joins(Place { target: at.next, next: at.next + 1, ..at }, out)
    }
}

impl<First, Middle, S, Last> Chain<First, Middle, S, Last> {
    /// Joins the table in the middle, and those before it.
    fn write_middle<'b, DB>(
        &'b self,
        at: Place<'_>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        First: WriteRoute<DB>,
        Middle: QueryFragment<DB>,
        S: WriteColumns<DB>,
        Last: Route<Near: WriteColumns<DB>>,
        DB: Backend,
    {
        let place = at.next + Last::TABLES;
        let near = at.names.name(Last::near_place(at.target, at.next));
        let middle = at.names.name(place);
        out.push_sql(" INNER JOIN ");
        write_table(&self.middle, middle.as_deref(), out.reborrow())?;
        out.push_sql(" ON ");
        let near = (self.last.near(), near.as_deref());
        write_equal(near, (&self.source, middle.as_deref()), out.reborrow())?;
        self.first.write_joins(Place { target: place, next: place + 1, ..at }, out)
    }
}

impl<First, Middle, S, Last, Table> Covers<Table> for Chain<First, Middle, S, Last>
where
    First: Covers<Table>,
    Middle: AppearsInFromClause<Table, Count: Plus<First::Count>>,
    Last: Covers<Table, Count: Plus<<Middle::Count as Plus<First::Count>>::Output>>,
{
    type Count = <Last::Count as Plus<<Middle::Count as Plus<First::Count>>::Output>>::Output;
}

impl<First, Middle, S, Last, Target, Table> Mentions<Target, Table>
    for Chain<First, Middle, S, Last>
where
    Target: AppearsInFromClause<Table>,
{
    type Count = Target::Count;
}
