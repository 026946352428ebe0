//! All keys that can be reached from given ones, by a recursive query.

use crate::database::key_in::Bind;
use crate::database::keyed_rows::KeyIn;
use crate::database::keys::SharedKeys;
use crate::model::key::{KeyColumns, WriteColumns};
use crate::model::relation::Model;
use crate::route::{Names, Place, Route, WriteRoute, parentheses};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;
use std::ops::Range;

/// The name of the table of reached keys.
pub(crate) const REACHED: &str = "conjoin:reached";

/// Which rows of a recursive relation a statement selects.
pub enum TreeLevels<M: Model, W, S, B, K> {
    /// Those of the next level.
    Next(KeyIn<M, W, B, K>),
    /// Those of all.
    All(RecursiveKeys<M, W, S, B, K>),
}

impl<M: Model, W: Route, S, B, K> TreeLevels<M, W, S, B, K> {
    /// Limits the keys to a part of their list.
    pub(crate) fn limit(&mut self, range: Range<usize>) {
        match self {
            TreeLevels::Next(keys) => keys.limit(range),
            TreeLevels::All(keys) => keys.keys.limit(range),
        }
    }
}

impl<M: Model, W, S, B, K, DB: Backend> QueryFragment<DB> for TreeLevels<M, W, S, B, K>
where
    KeyIn<M, W, B, K>: QueryFragment<DB>,
    RecursiveKeys<M, W, S, B, K>: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match self {
            TreeLevels::Next(keys) => keys.walk_ast(out),
            TreeLevels::All(keys) => keys.walk_ast(out),
        }
    }
}

/// The columns that `W` leads to are among the keys `S` that can be reached from those of a chunk:
///
/// ```sql
/// categories.parent_id IN (
///     WITH RECURSIVE conjoin:reached (key_1) AS (
///         SELECT categories.id FROM categories WHERE categories.id IN (…)
///         UNION
///         SELECT categories.id FROM categories
///         INNER JOIN conjoin:reached ON categories.parent_id = conjoin:reached.key_1)
///     SELECT key_1 FROM conjoin:reached)
/// ```
///
/// `UNION` without `ALL` terminates cycles.
#[derive(Debug)]
pub struct RecursiveKeys<M: Model, W, S, B, K> {
    table: M::Table,
    way: W,
    source: S,
    keys: SharedKeys<K>,
    bound: PhantomData<fn() -> B>,
}

impl<M: Model, W: Route, S: KeyColumns, B, K> RecursiveKeys<M, W, S, B, K> {
    pub(crate) fn new(keys: SharedKeys<K>) -> Self {
        let (table, way) = (M::Table::table(), W::new());
        RecursiveKeys { table, way, source: S::default(), keys, bound: PhantomData }
    }
}

impl<M, W, S, B, K, DB> QueryFragment<DB> for RecursiveKeys<M, W, S, B, K>
where
    M: Model<Table: QueryFragment<DB>>,
    W: WriteRoute<DB, Near: WriteColumns<DB>>,
    S: WriteColumns<DB>,
    B: Bind<DB, K>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = Names::of::<M, W>();
        let near = names.name(W::near_place(0, 1));
        let near = near.as_deref();

        parentheses::<W::Near, _>(&mut out, |out| self.way.near().write(near, out))?;
        out.push_sql(" IN (WITH RECURSIVE ");
        out.push_identifier(REACHED)?;
        out.push_sql(" (");
        write_names::<S, _>(None, &mut out)?;
        out.push_sql(") AS (SELECT ");
        self.source.write(None, out.reborrow())?;
        out.push_sql(" FROM ");
        self.table.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        B::write_keys((&self.source, None), self.keys.chunk(), out.reborrow())?;
        out.push_sql(" UNION SELECT ");
        self.source.write(None, out.reborrow())?;
        out.push_sql(" FROM ");
        self.table.walk_ast(out.reborrow())?;
        self.way.write_joins(Place::first(&names), out.reborrow())?;
        out.push_sql(" INNER JOIN ");
        out.push_identifier(REACHED)?;
        out.push_sql(" ON ");
        parentheses::<W::Near, _>(&mut out, |out| self.way.near().write(near, out))?;
        out.push_sql(" = ");
        parentheses::<W::Near, _>(&mut out, |mut out| {
            write_names::<S, _>(Some(REACHED), &mut out)
        })?;
        out.push_sql(") SELECT ");
        write_names::<S, _>(None, &mut out)?;
        out.push_sql(" FROM ");
        out.push_identifier(REACHED)?;
        out.push_sql(")");
        Ok(())
    }
}

/// `key_1, key_2`
pub(crate) fn write_names<S: KeyColumns, DB: Backend>(
    table: Option<&str>,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    for column in 1..=S::LEN {
        if column > 1 {
            out.push_sql(", ");
        }
        if let Some(table) = table {
            out.push_identifier(table)?;
            out.push_sql(".");
        }
        out.push_sql(&format!("key_{column}"));
    }
    Ok(())
}
