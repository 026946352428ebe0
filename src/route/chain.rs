use crate::model::from::OnTheWay;
use crate::model::key::{KeyColumns, WriteColumns, write_equal};
use crate::model::relation::Model;
use crate::route::junction::{CountIn, Either};
use crate::route::{
    Covers, HopFilter, Mentions, Names, Place, Route, WriteAnd, WriteRoute, write_in, write_table,
};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{AppearsInFromClause, Plus};
use diesel::result::Error::QueryBuilderError;

/// Through another model's table: from the target to that table, and onwards from there. `F` is the
/// filter of the relation that leads to that table.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct Chain<First, Middle, S, Last, F> {
    last: Last,
    source: S,
    middle: Middle,
    first: First,
    filter: F,
}

impl<First, Middle, S, Last, F> Route for Chain<First, Middle, S, Last, F>
where
    First: Route,
    Middle: HasTable<Table = Middle> + 'static,
    S: KeyColumns,
    Last: Route,
    F: HopFilter,
{
    type Near = First::Near;
    type Far = First::Near;
    const TABLES: usize = Last::TABLES + 1 + First::TABLES;
    const FILTERS: bool = F::SET || First::FILTERS || Last::FILTERS;

    fn new() -> Self {
        let (first, last) = (First::new(), Last::new());
        Chain { last, source: S::default(), middle: Middle::table(), first, filter: F::default() }
    }

    fn near(&self) -> &First::Near {
        self.first.near()
    }

    fn far(&self) -> &First::Near {
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

impl<First, Middle, S, Last, F, DB> WriteRoute<DB> for Chain<First, Middle, S, Last, F>
where
    Self: Route,
    First: WriteRoute<DB>,
    Middle: QueryFragment<DB>,
    S: WriteColumns<DB>,
    Last: WriteRoute<DB, Near: WriteColumns<DB>>,
    F: HopFilter + WriteAnd<DB>,
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
        self.write_table(middle, out.reborrow())?;
        self.first.write_joins(Place { target: at.next, next: at.next + 1, ..at }, out)
    }

    fn write_member_filter<'b>(
        &'b self,
        at: Place<'_>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        if Last::TABLES > 0 {
            return self.last.write_member_filter(at, out);
        }
        self.write_filter(at, at.next, out.reborrow())
    }
}

impl<First, Middle, S, Last, F> Chain<First, Middle, S, Last, F>
where
    First: Route,
    F: HopFilter,
{
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
        F: WriteAnd<DB>,
        DB: Backend,
    {
        let place = at.next + Last::TABLES;
        let near = at.names.name(Last::near_place(at.target, at.next));
        let middle = at.names.name(place);
        out.push_sql(" INNER JOIN ");
        self.write_table(middle.as_deref(), out.reborrow())?;
        out.push_sql(" ON ");
        let near = (self.last.near(), near.as_deref());
        write_equal(near, (&self.source, middle.as_deref()), out.reborrow())?;
        self.first.write_joins(Place { target: place, next: place + 1, ..at }, out.reborrow())?;
        self.write_filter(at, place, out)
    }

    /// Whether the filter stands with the table, which it names by its own name and the statement by
    /// another.
    fn filters_itself(name: Option<&str>) -> bool {
        F::SET && First::TABLES == 0 && name.is_some()
    }

    /// `posts`, or `(SELECT * FROM posts WHERE 1 = 1 AND (…)) AS conjoin:through_2`
    fn write_table<'b, DB>(
        &'b self,
        name: Option<&str>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        Middle: QueryFragment<DB>,
        F: WriteAnd<DB>,
        DB: Backend,
    {
        let Some(name) = name.filter(|name| Self::filters_itself(Some(name))) else {
            return write_table(&self.middle, name, out);
        };
        out.push_sql("(SELECT * FROM ");
        self.middle.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE 1 = 1");
        self.filter.write_and(out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier(name)
    }

    /// ` AND (…)`: the filter, where the table is at a place and those before it follow.
    fn write_filter<'b, DB>(
        &'b self,
        at: Place<'_>,
        place: usize,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        F: WriteAnd<DB>,
        DB: Backend,
    {
        if !F::SET || Self::filters_itself(at.names.name(place).as_deref()) {
            return Ok(());
        }
        if (place..=place + First::TABLES).any(|place| at.names.name(place).is_some()) {
            return Err(QueryBuilderError(
                "the filter of a relation on a path may be on an association table that the path \
                 passes twice: declare the filter on a relation to that table's own model"
                    .into(),
            ));
        }
        self.filter.write_and(out)
    }
}

impl<First, Middle, S, Last, F, Table> Covers<Table> for Chain<First, Middle, S, Last, F>
where
    First: Covers<Table>,
    Middle: AppearsInFromClause<Table, Count: Plus<First::Count>>,
    Last: Covers<Table, Count: Plus<<Middle::Count as Plus<First::Count>>::Output>>,
{
    type Count = <Last::Count as Plus<<Middle::Count as Plus<First::Count>>::Output>>::Output;
}

// Also a table on the way, if it has its own name there.
impl<First, Middle, S, Last, F, M, Table> Mentions<M, Table> for Chain<First, Middle, S, Last, F>
where
    Self: Covers<Table>,
    M: Model<Tables: OnTheWay<CountOf<Self, Table>>>,
    M::Table: AppearsInFromClause<Table, Count: Either<CountFor<M, Self, Table>>>,
{
    type Count = <CountIn<M, Table> as Either<CountFor<M, Self, Table>>>::Count;
}

type CountOf<Route, Table> = <Route as Covers<Table>>::Count;

type CountFor<M, Route, Table> = <<M as Model>::Tables as OnTheWay<CountOf<Route, Table>>>::Count;
