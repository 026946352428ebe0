//! The route from the rows of a relation's target back to the key of its source: directly
//! (`direct`), through an association table (`junction`), or through the tables of other models
//! (`chain`).
//!
//! Uses `model`.

pub(crate) mod chain;
pub(crate) mod direct;
pub(crate) mod junction;
pub(crate) mod key_location;
pub(crate) mod target_from;

pub(crate) use crate::route::chain::Chain;
pub(crate) use crate::route::junction::JunctionHop;

use crate::model::key::{
    Association, BelongsTo, Columns, Direct, KeyColumns, Path, Reversed, Unread, WriteColumns,
};
use crate::model::relation::{Model, Relation, TableOf};
use crate::route::direct::DirectHop;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::{QueryResult, Table};
use std::any::TypeId;

/// Keys as a step from one table to another, which a path can take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a step of a path",
    label = "a path goes through relations that are declared without an error"
)]
pub trait Step {
    /// The source's key.
    type Source: KeyColumns;
    /// The route back to it from the target.
    type Route: Route;
}

/// The filter that a relation declares: a condition on the rows that it leads to.
pub trait HopFilter: Default + Clone + 'static {
    /// Whether there is one.
    const SET: bool;
}

/// A relation's filter as a further condition, in joins and subqueries.
pub trait WriteAnd<DB: Backend> {
    /// ` AND (…)`, or nothing.
    fn write_and<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<S: KeyColumns, T: KeyColumns> Step for Columns<S, T> {
    type Source = S;
    type Route = DirectHop<T>;
}

impl<B> Step for Reversed<B>
where
    B: BelongsTo + Direct<SourceColumn: KeyColumns, TargetColumn: KeyColumns>,
{
    type Source = B::TargetColumn;
    type Route = DirectHop<B::SourceColumn>;
}

impl<Through, S, Near, Far, T> Step for Association<Through, S, Near, Far, T>
where
    Through: HasTable<Table = Through> + Table<PrimaryKey: 'static> + 'static,
    S: KeyColumns,
    Near: KeyColumns,
    Far: KeyColumns,
    T: KeyColumns,
{
    type Source = S;
    type Route = JunctionHop<Through, Near, Far, T>;
}

impl<Table, Id, S, T> Step for Unread<Table, Id, S, T>
where
    Table: HasTable<Table = Table> + diesel::Table<PrimaryKey: 'static> + 'static,
    Id: KeyColumns,
    S: KeyColumns,
    T: KeyColumns,
{
    type Source = Id;
    type Route = JunctionHop<Table, Id, S, T>;
}

impl<R, K> Step for Path<R, K>
where
    R: Relation<Keys: Step, Filter: HopFilter>,
    TableOf<R>: 'static,
    K: Step,
{
    type Source = <R::Keys as Step>::Source;
    type Route = Chain<<R::Keys as Step>::Route, TableOf<R>, K::Source, K::Route, R::Filter>;
}

/// Keys that meet in a table other than those of the two models, or in the source's once more.
pub trait Linked: Step {}

impl<Through, S, Near, Far, T> Linked for Association<Through, S, Near, Far, T> where Self: Step {}
impl<Table, Id, S, T> Linked for Unread<Table, Id, S, T> where Self: Step {}

/// The tables between a target and the key of its source, as values that SQL is written from.
///
/// The tables of a statement are numbered: the target is 0, followed by the joined tables.
pub trait Route: 'static {
    /// The columns that hold the key of the source.
    type Near: KeyColumns;
    /// How many tables are joined.
    const TABLES: usize;
    /// Whether a relation on the way declares a filter.
    const FILTERS: bool = false;
    /// The columns that hold the key of the target beside those, if the route [links](Self::links_to).
    type Far: KeyColumns;

    /// The tables and columns.
    fn new() -> Self;
    /// The columns that hold the key of the source.
    fn near(&self) -> &Self::Near;
    /// The columns that hold the key of the target, if the route links.
    fn far(&self) -> &Self::Far;
    /// The number of their table, if the target is at `target` and the first joined table at
    /// `next`.
    fn near_place(target: usize, next: usize) -> usize;
    /// Adds the joined tables.
    fn tables(names: &mut Names);
    /// Whether all there is on the way is a table with the key of the source and the columns `C` of the
    /// target.
    fn links_to<C: 'static>() -> bool {
        false
    }
    /// Whether its primary key begins with the key of the source, which an index finds then.
    fn is_indexed() -> bool {
        false
    }
}

/// Writes the joins.
pub trait WriteRoute<DB: Backend>: Route {
    /// ` INNER JOIN post_tags ON post_tags.tag_id = tags.id`
    fn write_joins<'b>(&'b self, at: Place<'_>, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// The table that holds the key of the source, where the target's is `target`.
    fn write_near_table<'b>(
        &'b self,
        target: &'b impl QueryFragment<DB>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
    /// `tags.id IN (SELECT post_tags.tag_id FROM post_tags`, to be followed by a condition on the
    /// source's key, by [`write_member_filter`](Self::write_member_filter) and a parenthesis.
    fn write_members<'b>(&'b self, at: Place<'_>, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// ` AND (…)`: the filter of the first table in that subquery, which no join precedes.
    fn write_member_filter<'b>(
        &'b self,
        at: Place<'_>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let _ = (at, out);
        Ok(())
    }
}

/// The names of the tables in a statement.
#[derive(Debug)]
pub struct Names {
    tables: Vec<TypeId>,
    /// Those that the base query of the target joins to it.
    taken: Vec<TypeId>,
}

impl Names {
    /// The tables of a statement that finds rows of `M` by a route.
    pub(crate) fn of<M: Model, R: Route>() -> Self {
        let (tables, taken) = (vec![TypeId::of::<M::Table>()], M::tables_of_query());
        let mut names = Names { tables, taken };
        R::tables(&mut names);
        names
    }

    /// Adds a table.
    pub fn push<Table: 'static>(&mut self) {
        self.tables.push(TypeId::of::<Table>());
    }

    /// Whether a table is among them.
    pub(crate) fn has<Table: 'static>(&self) -> bool {
        self.tables.contains(&TypeId::of::<Table>())
    }

    /// Whether a table is joined to the target.
    pub(crate) fn joins<Table: 'static>(&self) -> bool {
        self.tables[1..].contains(&TypeId::of::<Table>())
    }

    /// The name of the table at a number, if its own is taken by another table.
    pub(crate) fn name(&self, place: usize) -> Option<String> {
        let table = &self.tables[place];
        let taken = self.tables[..place].contains(table) || self.taken.contains(table);
        (place > 0 && taken).then(|| format!("conjoin:through_{place}"))
    }
}

/// The position of a route in a statement: the numbers of its target and of the first table it
/// joins.
#[derive(Debug, Clone, Copy)]
pub struct Place<'n> {
    names: &'n Names,
    target: usize,
    next: usize,
}

impl<'n> Place<'n> {
    /// The position in a whole statement.
    pub(crate) fn first(names: &'n Names) -> Self {
        Place { names, target: 0, next: 1 }
    }

    /// The name of the target, and of the first table that is joined.
    fn names(self) -> [Option<String>; 2] {
        [self.target, self.next].map(|place| self.names.name(place))
    }
}

/// How often a table can be named in a filter or an order of rows of `M`.
pub trait Mentions<M, Table> {
    /// `Never`, `Once`, or `MoreThanOnce`.
    type Count;
}

/// How often a table is among those that a route joins.
pub trait Covers<Table> {
    /// `Never`, `Once`, or `MoreThanOnce`.
    type Count;
}

/// Writes a table, with its other name if it needs one.
fn write_table<'b, DB, Table>(
    table: &'b Table,
    name: Option<&str>,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    Table: QueryFragment<DB>,
{
    table.walk_ast(out.reborrow())?;
    if let Some(name) = name {
        out.push_sql(" AS ");
        out.push_identifier(name)?;
    }
    Ok(())
}

/// Writes `columns IN (SELECT other FROM `.
fn write_in<'b, DB, A, B>(
    (columns, table): (&'b A, Option<&str>),
    (other, other_table): (&'b B, Option<&str>),
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    A: WriteColumns<DB>,
    B: WriteColumns<DB>,
{
    parentheses::<A, _>(&mut out, |out| columns.write(table, out))?;
    out.push_sql(" IN (SELECT ");
    other.write(other_table, out.reborrow())?;
    out.push_sql(" FROM ");
    Ok(())
}

/// Writes parentheses around what `write` writes if a key has several columns.
pub(crate) fn parentheses<'b, C: KeyColumns, DB: Backend>(
    out: &mut AstPass<'_, 'b, DB>,
    write: impl FnOnce(AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()> {
    let (open, close) = if C::LEN > 1 { ("(", ")") } else { ("", "") };
    out.push_sql(open);
    write(out.reborrow())?;
    out.push_sql(close);
    Ok(())
}
