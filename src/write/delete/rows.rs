//! Which rows of a table are to be deleted: those in hand, or those that a relation leads to from others.

use crate::database::backend::Database;
use crate::database::key_in::{Bind, KEYS};
use crate::database::keys::{KeyList, SharedKeys, distinct};
use crate::model::key::{KeyBound, KeyColumns, KeyRef, Keyed, WriteColumns};
use crate::model::relation::{Model, PrimaryKey, Relation, Source, TableOf, Target};
use crate::related::Sources;
use crate::route::{WriteAnd, parentheses};
use crate::write::delete::statement::{DeleteStatement, DeleteSteps};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::query_builder::{AstPass, QueryFragment};
use std::any::TypeId;
use std::fmt::{self, Debug};
use std::ops::Range;
use std::sync::Arc;

/// Rows of one table that are to be deleted, found by the keys of rows in hand.
pub trait DeletedRows<DB: Database>: Clone + Send + Sync + 'static {
    /// Their model.
    type Model: Model<Table: WriteTable<DB>>;
    /// How many columns a key in hand has.
    const COLUMNS: usize;
    /// Whether a recursive query finds them.
    const RECURSIVE: bool;

    /// Their table.
    fn table(&self) -> &<Self::Model as Model>::Table;
    /// How many keys are in hand.
    fn keys(&self) -> usize;
    /// Limits the keys to a part of their list.
    fn limit(&mut self, range: Range<usize>);
    /// Whether their values in the columns `S` are in hand, and no subquery is needed.
    fn in_hand<S: KeyColumns>() -> bool {
        false
    }
    /// Whether a subquery finds them.
    fn by_subquery() -> bool;
    /// Whether that reads a table.
    fn reads(table: TypeId) -> bool;
    /// `users.id IN (?, ?)`. A list that is `apart` is a table of its own, since MariaDB does not delete
    /// from a table that a subquery reads.
    fn write_condition<'b>(&'b self, apart: bool, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// `posts.user_id IN (…)`: columns of other rows are among their values in `own`.
    fn write_among<'b, C: WriteColumns<DB>, S: WriteColumns<DB>>(
        &'b self,
        columns: &'b C,
        own: &'b S,
        apart: bool,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        write_in(columns, apart, |out| write_select(self, own, out), out)
    }

    /// Adds the statement that deletes them.
    fn delete(&self, steps: &mut DeleteSteps<DB>) {
        steps.push(self, DeleteStatement::of, false);
    }
}

/// A table, as a value that SQL is written from.
pub trait WriteTable<DB: Database>:
    HasTable<Table = Self> + QueryFragment<DB> + Clone + Send + Sync + 'static
{
}

impl<T, DB: Database> WriteTable<DB> for T where
    T: HasTable<Table = T> + QueryFragment<DB> + Clone + Send + Sync + 'static
{
}

/// The primary key of a row.
type Identity<M> = <M as Keyed<PrimaryKey<M>>>::Key;

/// Rows that were loaded before, by their primary keys.
pub struct InHand<M: Model + Keyed<PrimaryKey<M>>> {
    keys: SharedKeys<Identity<M>>,
    table: M::Table,
    identity: PrimaryKey<M>,
}

impl<M> Clone for InHand<M>
where
    M: Model<Table: Clone, PrimaryKey: Copy> + Keyed<PrimaryKey<M>>,
{
    fn clone(&self) -> Self {
        let InHand { keys, table, identity } = self;
        InHand { keys: keys.clone(), table: table.clone(), identity: *identity }
    }
}

impl<M: Model + Keyed<PrimaryKey<M>>> Debug for InHand<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(M::NAME).field(self.keys.chunk().keys()).finish()
    }
}

impl<M: Model<PrimaryKey: Default> + Keyed<PrimaryKey<M>>> InHand<M> {
    /// Rows whose primary key is `NULL` are in no table.
    pub(crate) fn of(rows: &(impl Sources<Model = M> + ?Sized)) -> Self {
        let key = |row: &M| Keyed::<PrimaryKey<M>>::key(row).map(KeyRef::owned);
        let (keys, _) = distinct(rows.rows().map(key));
        let keys = SharedKeys::all(Arc::new(KeyList::new(keys, false)));
        InHand { keys, table: M::Table::table(), identity: Default::default() }
    }
}

impl<M, DB> DeletedRows<DB> for InHand<M>
where
    DB: Database,
    M: Model<Table: WriteTable<DB>, PrimaryKey: WriteColumns<DB>> + Keyed<PrimaryKey<M>>,
    KeyBound<PrimaryKey<M>>: Bind<DB, Identity<M>>,
{
    type Model = M;
    const COLUMNS: usize = PrimaryKey::<M>::LEN;
    const RECURSIVE: bool = false;

    fn table(&self) -> &M::Table {
        &self.table
    }

    fn keys(&self) -> usize {
        self.keys.range().len()
    }

    fn limit(&mut self, range: Range<usize>) {
        self.keys.limit(range);
    }

    fn in_hand<S: KeyColumns>() -> bool {
        TypeId::of::<S>() == TypeId::of::<PrimaryKey<M>>()
    }

    fn by_subquery() -> bool {
        false
    }

    fn reads(_: TypeId) -> bool {
        false
    }

    fn write_condition<'b>(&'b self, _: bool, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        KeyBound::<PrimaryKey<M>>::write_keys((&self.identity, None), self.keys.chunk(), out)
    }

    fn write_among<'b, C: WriteColumns<DB>, S: WriteColumns<DB>>(
        &'b self,
        columns: &'b C,
        own: &'b S,
        apart: bool,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        if <Self as DeletedRows<DB>>::in_hand::<S>() {
            return KeyBound::<PrimaryKey<M>>::write_keys((columns, None), self.keys.chunk(), out);
        }
        write_in(columns, apart, |out| write_select(self, own, out), out)
    }
}

/// The rows that the relation `R` leads to from the rows `P`, whose key `S` they have in the columns `T`.
pub(crate) struct Beneath<R: Relation, S, T, P> {
    rows: P,
    table: TableOf<R>,
    source: S,
    target: T,
    filter: R::Filter,
}

impl<R, S: Copy, T: Copy, P: Clone> Clone for Beneath<R, S, T, P>
where
    R: Relation<Target: Model<Table: Clone>, Filter: Clone>,
{
    fn clone(&self) -> Self {
        let Beneath { rows, table, source, target, filter } = self;
        let (table, filter) = (table.clone(), filter.clone());
        Beneath { rows: rows.clone(), table, source: *source, target: *target, filter }
    }
}

impl<R: Relation<Filter: Default>, S: Default, T: Default, P> Beneath<R, S, T, P> {
    pub(crate) fn new(rows: P) -> Self {
        let (source, target, filter) = Default::default();
        Beneath { rows, table: TableOf::<R>::table(), source, target, filter }
    }
}

/// The filter that a relation declares, in a statement that deletes.
pub trait WriteFilter<DB: Database>:
    WriteAnd<DB> + Default + Clone + Send + Sync + 'static
{
}

impl<F, DB> WriteFilter<DB> for F
where
    F: WriteAnd<DB> + Default + Clone + Send + Sync + 'static,
    DB: Database,
{
}

impl<R, S, T, P, DB> DeletedRows<DB> for Beneath<R, S, T, P>
where
    DB: Database,
    R: Relation<Target: Model<Table: WriteTable<DB>>, Filter: WriteFilter<DB>>,
    S: WriteColumns<DB>,
    T: WriteColumns<DB>,
    P: DeletedRows<DB, Model = Source<R>>,
{
    type Model = Target<R>;
    const COLUMNS: usize = P::COLUMNS;
    const RECURSIVE: bool = P::RECURSIVE;

    fn table(&self) -> &TableOf<R> {
        &self.table
    }

    fn keys(&self) -> usize {
        self.rows.keys()
    }

    fn limit(&mut self, range: Range<usize>) {
        self.rows.limit(range);
    }

    fn by_subquery() -> bool {
        !P::in_hand::<S>()
    }

    fn reads(table: TypeId) -> bool {
        values_read::<DB, P, S>(table)
    }

    fn write_condition<'b>(&'b self, apart: bool, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.rows.write_among(&self.target, &self.source, apart, out.reborrow())?;
        self.filter.write_and(out)
    }
}

/// Whether a subquery for the values of some rows in the columns `S` reads a table.
pub(crate) fn values_read<DB, P, S>(table: TypeId) -> bool
where
    DB: Database,
    P: DeletedRows<DB>,
    S: KeyColumns,
{
    let own = TypeId::of::<<P::Model as Model>::Table>();
    !P::in_hand::<S>() && (table == own || P::reads(table))
}

/// `SELECT users.email FROM users WHERE users.id IN (?, ?)`
pub(crate) fn write_select<'b, DB, P, S>(
    rows: &'b P,
    own: &'b S,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Database,
    P: DeletedRows<DB>,
    S: WriteColumns<DB>,
{
    out.push_sql("SELECT ");
    own.write(None, out.reborrow())?;
    out.push_sql(" FROM ");
    rows.table().walk_ast(out.reborrow())?;
    out.push_sql(" WHERE ");
    rows.write_condition(false, out)
}

/// `posts.user_id IN (SELECT …)`, or for a list `apart` `posts.user_id IN (SELECT * FROM (SELECT …) AS …)`.
pub(crate) fn write_in<'b, DB: Database, C: WriteColumns<DB>>(
    columns: &'b C,
    apart: bool,
    select: impl FnOnce(AstPass<'_, 'b, DB>) -> QueryResult<()>,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    parentheses::<C, _>(&mut out, |out| columns.write(None, out))?;
    out.push_sql(if apart { " IN (SELECT * FROM (" } else { " IN (" });
    select(out.reborrow())?;
    if apart {
        out.push_sql(") AS ");
        out.push_identifier(KEYS)?;
    }
    out.push_sql(")");
    Ok(())
}
