//! The way from the rows of a relation's target back to the key of its source, where that key is in
//! another table: joins, written into the `FROM` of the relation's statement.
//!
//! A source of our own, not Diesel's joins: those are proved at every use, this is known to be right.

use super::selection::{Readable, Selection};
use crate::key::{
    Association, BelongsTo, Columns, Direct, KeyColumns, Path, Reversed, Unread, WriteColumns,
    WriteEqual,
};
use crate::relation::{Model, PrimaryKey, Relation, TableOf};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::dsl::AsSelect;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::internal::table_macro::{FromClause, SelectStatement};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{AppearsInFromClause, Never, Once, QuerySource};
use diesel::sql_types::Bool;
use std::any::TypeId;

/// Keys as a step from one table to another, which a path can take.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a step of a path",
    label = "a path goes through relations that are declared without an error"
)]
pub trait Step {
    /// The source's key.
    type Source: KeyColumns;
    /// The way back to it from the target.
    type Route: Route;
}

impl<S: KeyColumns, T: KeyColumns> Step for Columns<S, T> {
    type Source = S;
    type Route = Here<T>;
}

impl<B> Step for Reversed<B>
where
    B: BelongsTo + Direct<SourceColumn: KeyColumns, TargetColumn: KeyColumns>,
{
    type Source = B::TargetColumn;
    type Route = Here<B::SourceColumn>;
}

impl<Through, S, Near, Far, T> Step for Association<Through, S, Near, Far, T>
where
    Through: HasTable<Table = Through> + 'static,
    S: KeyColumns,
    Near: KeyColumns,
    Far: KeyColumns,
    T: KeyColumns,
{
    type Source = S;
    type Route = Via<Through, Near, Far, T>;
}

impl<Table, Id, S, T> Step for Unread<Table, Id, S, T>
where
    Table: HasTable<Table = Table> + 'static,
    Id: KeyColumns,
    S: KeyColumns,
    T: KeyColumns,
{
    type Source = Id;
    type Route = Via<Table, Id, S, T>;
}

impl<R, K> Step for Path<R, K>
where
    R: Relation<Keys: Step>,
    TableOf<R>: 'static,
    K: Step,
{
    type Source = <R::Keys as Step>::Source;
    type Route = Then<<R::Keys as Step>::Route, TableOf<R>, K::Source, K::Route>;
}

/// Keys that meet in other tables than those of the two models.
pub trait Linked: Step {}

impl<Through, S, Near, Far, T> Linked for Association<Through, S, Near, Far, T> where Self: Step {}
impl<R, K> Linked for Path<R, K> where Self: Step {}
impl<Table, Id, S, T> Linked for Unread<Table, Id, S, T> where Self: Step {}

/// The tables between a target and the key of its source, as values that SQL is written from.
///
/// The tables of a statement have places: the target is at 0, and those that are joined to it follow.
pub trait Route: 'static {
    /// The columns that hold the key of the source.
    type Near: KeyColumns;
    /// How many tables are joined.
    const TABLES: usize;

    /// The tables and columns.
    fn new() -> Self;
    /// The columns that hold the key of the source.
    fn near(&self) -> &Self::Near;
    /// The place of their table, when the target is at `target` and the first joined table at `next`.
    fn near_place(target: usize, next: usize) -> usize;
    /// Adds the joined tables.
    fn tables(names: &mut Names);
}

/// Writes the joins.
pub trait WriteRoute<DB: Backend>: Route {
    /// ` INNER JOIN post_tags ON post_tags.tag_id = tags.id`
    fn write_joins<'b>(
        &'b self,
        names: &Names,
        target: usize,
        next: usize,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
    /// `tags.id IN (SELECT post_tags.tag_id FROM post_tags`, to be followed by a condition on the
    /// source's key and a parenthesis.
    fn write_members<'b>(
        &'b self,
        names: &Names,
        target: usize,
        next: usize,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}

/// What the tables of a statement are called in it.
#[derive(Debug)]
pub struct Names(Vec<TypeId>);

impl Names {
    /// The tables of a statement that finds rows of `M` by a route.
    pub(crate) fn of<M: Model, R: Route>() -> Self {
        let mut names = Names(vec![TypeId::of::<M::Table>()]);
        R::tables(&mut names);
        names
    }

    /// Adds a table.
    pub fn push<Table: 'static>(&mut self) {
        self.0.push(TypeId::of::<Table>());
    }

    /// The name of the table at a place, if its own is another table's.
    pub(crate) fn name(&self, place: usize) -> Option<String> {
        let taken = self.0[..place].contains(&self.0[place]);
        taken.then(|| format!("through_{place}"))
    }
}

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
    fn write_joins<'b>(
        &'b self,
        _: &Names,
        _: usize,
        _: usize,
        _: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }

    fn write_members<'b>(
        &'b self,
        _: &Names,
        _: usize,
        _: usize,
        _: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
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
    let (open, close) = if A::LEN > 1 { ("(", ")") } else { ("", "") };
    out.push_sql(open);
    columns.write(table, out.reborrow())?;
    out.push_sql(close);
    out.push_sql(" IN (SELECT ");
    other.write(other_table, out.reborrow())?;
    out.push_sql(" FROM ");
    Ok(())
}

/// By way of an association table.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct Via<Through, Near, Far, T> {
    through: Through,
    near: Near,
    far: Far,
    target: T,
}

impl<Through, Near, Far, T> Route for Via<Through, Near, Far, T>
where
    Through: HasTable<Table = Through> + 'static,
    Near: KeyColumns,
    Far: KeyColumns,
    T: KeyColumns,
{
    type Near = Near;
    const TABLES: usize = 1;

    fn new() -> Self {
        let (near, far, target) = Default::default();
        Via { through: Through::table(), near, far, target }
    }

    fn near(&self) -> &Near {
        &self.near
    }

    fn near_place(_: usize, next: usize) -> usize {
        next
    }

    fn tables(names: &mut Names) {
        names.push::<Through>();
    }
}

impl<Through, Near, Far, T, DB> WriteRoute<DB> for Via<Through, Near, Far, T>
where
    Self: Route,
    Through: QueryFragment<DB>,
    Far: WriteEqual<DB, T> + WriteColumns<DB>,
    T: WriteColumns<DB>,
    DB: Backend,
{
    fn write_joins<'b>(
        &'b self,
        names: &Names,
        target: usize,
        next: usize,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let (through, target) = (names.name(next), names.name(target));
        out.push_sql(" INNER JOIN ");
        write_table(&self.through, through.as_deref(), out.reborrow())?;
        out.push_sql(" ON ");
        self.far.write_equal(through.as_deref(), &self.target, target.as_deref(), out)
    }

    fn write_members<'b>(
        &'b self,
        names: &Names,
        target: usize,
        next: usize,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let (through, target) = (names.name(next), names.name(target));
        let target = (&self.target, target.as_deref());
        write_in(target, (&self.far, through.as_deref()), out.reborrow())?;
        write_table(&self.through, through.as_deref(), out)
    }
}

/// By way of another model's table: from the target to that, and from there on.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct Then<First, Middle, S, Last> {
    last: Last,
    source: S,
    middle: Middle,
    first: First,
}

impl<First, Middle, S, Last> Route for Then<First, Middle, S, Last>
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
        Then { last, source: S::default(), middle: Middle::table(), first }
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

impl<First, Middle, S, Last, DB> WriteRoute<DB> for Then<First, Middle, S, Last>
where
    Self: Route,
    First: WriteRoute<DB>,
    Middle: QueryFragment<DB>,
    S: WriteColumns<DB>,
    Last: WriteRoute<DB, Near: WriteEqual<DB, S> + WriteColumns<DB>>,
    DB: Backend,
{
    fn write_joins<'b>(
        &'b self,
        names: &Names,
        target: usize,
        next: usize,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.last.write_joins(names, target, next, out.reborrow())?;
        self.write_middle(names, target, next, out)
    }

    fn write_members<'b>(
        &'b self,
        names: &Names,
        target: usize,
        next: usize,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        if Last::TABLES > 0 {
            self.last.write_members(names, target, next, out.reborrow())?;
            return self.write_middle(names, target, next, out);
        }
        let (middle, target) = (names.name(next), names.name(target));
        let (middle, near) = (middle.as_deref(), (self.last.near(), target.as_deref()));
        write_in(near, (&self.source, middle), out.reborrow())?;
        write_table(&self.middle, middle, out.reborrow())?;
        self.first.write_joins(names, next, next + 1, out)
    }
}

impl<First, Middle, S, Last> Then<First, Middle, S, Last> {
    /// Joins the table in the middle, and what is before it.
    fn write_middle<'b, DB>(
        &'b self,
        names: &Names,
        target: usize,
        next: usize,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        First: WriteRoute<DB>,
        Middle: QueryFragment<DB>,
        Last: Route<Near: WriteEqual<DB, S>>,
        DB: Backend,
    {
        let place = next + Last::TABLES;
        let near = names.name(Last::near_place(target, next));
        let middle = names.name(place);
        out.push_sql(" INNER JOIN ");
        write_table(&self.middle, middle.as_deref(), out.reborrow())?;
        out.push_sql(" ON ");
        let (near, middle) = (near.as_deref(), middle.as_deref());
        self.last.near().write_equal(near, &self.source, middle, out.reborrow())?;
        self.first.write_joins(names, place, place + 1, out)
    }
}

/// Where the rows that keys lead to are selected from: what a filter and an order can name.
pub trait Origin<M: Model> {
    /// The table, or the table with others.
    type From;
}

impl<M: Model, S, T> Origin<M> for Columns<S, T> {
    type From = M::Table;
}

impl<M: Model, B: BelongsTo> Origin<M> for Reversed<B> {
    type From = M::Table;
}

impl<M: Model, Through, S, Near, Far, T> Origin<M> for Association<Through, S, Near, Far, T>
where
    Self: Step,
{
    type From = Reached<M, <Self as Step>::Route>;
}

impl<M: Model, R: Relation, K> Origin<M> for Path<R, K>
where
    Self: Step,
{
    type From = Reached<M, <Self as Step>::Route>;
}

impl<M: Model, Table, Id, S, T> Origin<M> for Unread<Table, Id, S, T>
where
    Self: Step,
{
    type From = Reached<M, <Self as Step>::Route>;
}

// A declaration that was refused.
impl<M: Model> Origin<M> for () {
    type From = M::Table;
}

/// The table of `M`, joined with what leads back to a source.
#[derive(Debug, Clone, Copy)]
pub struct Reached<M: Model, R> {
    target: M::Table,
    route: R,
}

impl<M: Model, R: Route> Reached<M, R> {
    fn new() -> Self {
        Reached { target: M::Table::table(), route: R::new() }
    }

    /// A query of it.
    pub fn rows() -> SelectStatement<FromClause<Self>> {
        SelectStatement::simple(Self::new())
    }

    /// The name of the table that holds the source's key, if it is not its own.
    pub fn near_table() -> Option<String> {
        Names::of::<M, R>().name(R::near_place(0, 1))
    }
}

impl<M: Model, R: Route> QuerySource for Reached<M, R> {
    type FromClause = Self;
    type DefaultSelection = Nothing;

    fn from_clause(&self) -> Self {
        Self::new()
    }

    fn default_selection(&self) -> Nothing {
        Nothing
    }
}

impl<M: Model, R, DB> QueryFragment<DB> for Reached<M, R>
where
    M::Table: QueryFragment<DB>,
    R: WriteRoute<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.target.walk_ast(out.reborrow())?;
        self.route.write_joins(&Names::of::<M, R>(), 0, 1, out)
    }
}

impl<M, R, T> AppearsInFromClause<T> for Reached<M, R>
where
    M: Model,
    R: Mentions<M::Table, T>,
{
    type Count = R::Count;
}

/// How often a table can be named in a filter or an order.
pub trait Mentions<Target, Table> {
    /// `Never`, `Once`, or `MoreThanOnce`.
    type Count;
}

impl<C, Target, Table> Mentions<Target, Table> for Here<C>
where
    Target: AppearsInFromClause<Table>,
{
    type Count = Target::Count;
}

impl<Through, Near, Far, T, Target, Table> Mentions<Target, Table> for Via<Through, Near, Far, T>
where
    Target: AppearsInFromClause<Table, Count: Either<Through::Count>>,
    Through: AppearsInFromClause<Table>,
{
    type Count = <Target::Count as Either<Through::Count>>::Count;
}

impl<First, Middle, S, Last, Target, Table> Mentions<Target, Table> for Then<First, Middle, S, Last>
where
    Target: AppearsInFromClause<Table>,
{
    type Count = Target::Count;
}

/// A table is in one place or the other; where it is in both, its name is that of the first.
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

/// What a source of ours selects unless told what to.
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

impl Expression for Nothing {
    type SqlType = Bool;
}

impl<QS> AppearsOnTable<QS> for Nothing {}

impl<QS> SelectableExpression<QS> for Nothing {}

impl ValidGrouping<()> for Nothing {
    type IsAggregate = is_aggregate::No;
}

/// The key of the source, the primary key of the target, and the target's columns.
///
/// A target is known by its own key: to a case-insensitive collation the association's reference to
/// it may differ from row to row.
#[allow(missing_debug_implementations)]
pub struct Beside<M: Readable<DB>, R, DB: Backend> {
    route: R,
    identity: PrimaryKey<M>,
    columns: Selection<M, DB>,
}

impl<M, R, DB> Default for Beside<M, R, DB>
where
    M: Readable<DB, PrimaryKey: Default>,
    R: Route,
    DB: Backend,
{
    fn default() -> Self {
        let (identity, columns) = Default::default();
        Beside { route: R::new(), identity, columns }
    }
}

impl<M: Readable<DB>, R, DB: Backend> Expression for Beside<M, R, DB> {
    type SqlType = AsSelect<M, DB>;
}

impl<M: Readable<DB>, R, DB: Backend> ValidGrouping<()> for Beside<M, R, DB> {
    type IsAggregate = is_aggregate::No;
}

impl<M: Readable<DB>, R, DB: Backend, QS> AppearsOnTable<QS> for Beside<M, R, DB> {}

impl<M: Readable<DB>, R, DB: Backend, QS> SelectableExpression<QS> for Beside<M, R, DB> {}

impl<M: Readable<DB>, R, DB: Backend> QueryId for Beside<M, R, DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<M, R, DB> QueryFragment<DB> for Beside<M, R, DB>
where
    M: Readable<DB, PrimaryKey: WriteColumns<DB>>,
    R: Route<Near: WriteColumns<DB>>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let near_table = Reached::<M, R>::near_table();
        self.route.near().write(near_table.as_deref(), out.reborrow())?;
        out.push_sql(", ");
        self.identity.write(None, out.reborrow())?;
        out.push_sql(", ");
        self.columns.walk_ast(out)
    }
}
