//! Rows whose keys the database takes for equal to others.
//!
//! A key list brings rows by the equality of the database, which Rust does not know: that of a collation
//! without case, of padded text, of another notation. What does not add up is asked here, column by
//! column, so that the answer is the one that a join would give.

use super::answer::Intake;
use super::backend::Database;
use super::key_in::Bind;
use super::selection::{Readable, Selection};
use crate::key::WriteColumns;
use crate::relation::Model;
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::marker::PhantomData;

/// For how many keys one statement asks: SQLite takes 500 parts at most.
const AT_A_TIME: usize = 100;

/// As many of the keys as one statement asks for, if there are any.
pub(super) fn next<K>(open: &mut Vec<(u32, K)>) -> Option<Vec<(u32, K)>> {
    let keys = open.split_off(open.len().saturating_sub(AT_A_TIME));
    (!keys.is_empty()).then_some(keys)
}

/// The rows of `M` whose columns `C` equal one of some keys, each with the number of the key:
///
/// ```sql
/// SELECT 0, users.id, users.name FROM users WHERE users.name = ? UNION ALL SELECT 1, …
/// ```
pub struct EqualTo<M: Readable<DB>, C, B, K, DB: Database> {
    table: M::Table,
    columns: C,
    selection: Selection<M, DB>,
    keys: Vec<(u32, K)>,
    bound: PhantomData<fn() -> B>,
}

impl<M: Readable<DB>, C: Default, B, K, DB: Database> EqualTo<M, C, B, K, DB> {
    pub(super) fn new(keys: Vec<(u32, K)>) -> Self {
        let (table, selection) = (M::Table::table(), Selection::default());
        EqualTo { table, columns: C::default(), selection, keys, bound: PhantomData }
    }
}

impl<M, C, B, K, DB> QueryFragment<DB> for EqualTo<M, C, B, K, DB>
where
    M: Readable<DB> + Model<Table: QueryFragment<DB>>,
    C: WriteColumns<DB>,
    B: Bind<DB, K>,
    DB: Database,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        for (place, (number, key)) in self.keys.iter().enumerate() {
            out.push_sql(if place > 0 { " UNION ALL SELECT " } else { "SELECT " });
            out.push_sql(&format!("{number}, "));
            self.selection.walk_ast(out.reborrow())?;
            out.push_sql(" FROM ");
            self.table.walk_ast(out.reborrow())?;
            out.push_sql(" WHERE ");
            B::write_key((&self.columns, None), key, out.reborrow())?;
        }
        Ok(())
    }
}

/// The rows that came, each with the number of the key that it equals.
pub struct Matches<M>(pub(super) Vec<(u32, M)>);

impl<M> Matches<M> {
    pub(super) fn new() -> Self {
        Matches(Vec::new())
    }
}

impl<DB: Database, M: Readable<DB>> Intake<DB> for Matches<M> {
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let number = DB::number(row)?;
        let model = M::build_from_row(&row.partial_row(1..row.field_count()));
        self.0.push((number as u32, model.map_err(DeserializationError)?));
        Ok(())
    }
}
