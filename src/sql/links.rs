//! The statement for rows that keys lead to through other tables, for the links to them alone, or for what these
//! lead to.

use crate::database::backend::Database;
use crate::database::key_in::{Bind, KEYS};
use crate::database::keyed_rows::KeyIn;
use crate::database::keys::SharedKeys;
use crate::database::selection::Readable;
use crate::model::key::WriteColumns;
use crate::model::relation::Model;
use crate::route::target_from::TargetFrom;
use crate::route::{Route, WriteRoute};
use crate::sql::rows::AllRows;
use crate::sql::top_n::write_equal;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

/// What a statement reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    /// The rows that keys lead to, with the links.
    Rows,
    /// The links alone.
    Links,
    /// The rows that links lead to, by their own keys.
    Targets,
}

/// All rows of `M` that some keys lead to by the route `W`, or one part of that.
pub struct RowsOrLinks<'q, DB: Database, M: Readable<DB>, W, B, K> {
    pub(crate) rows: AllRows<'q, DB, M, W, KeyIn<M, W, B, K>>,
    pub(crate) read: Read,
    /// The primary keys of the rows that links lead to.
    pub(crate) targets: Option<SharedKeys<i64>>,
    from: TargetFrom<M, W>,
}

impl<'q, DB: Database, M: Readable<DB>, W: Route, B, K> RowsOrLinks<'q, DB, M, W, B, K> {
    pub(crate) fn new(rows: AllRows<'q, DB, M, W, KeyIn<M, W, B, K>>) -> Self {
        RowsOrLinks { rows, read: Read::Rows, targets: None, from: TargetFrom::new() }
    }
}

impl<DB, M, W, B, K> QueryFragment<DB> for RowsOrLinks<'_, DB, M, W, B, K>
where
    DB: Database,
    M: Readable<DB, PrimaryKey: WriteColumns<DB>> + Model<Table: QueryFragment<DB>>,
    W: WriteRoute<DB, Near: WriteColumns<DB>, Far: WriteColumns<DB>>,
    B: Bind<DB, K>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match (self.read, &self.targets) {
            (Read::Links, _) => self.write_links(out),
            (Read::Targets, Some(keys)) => self.rows.write_by_own(keys.chunk(), out),
            _ => self.rows.walk_ast(out),
        }
    }
}

impl<DB, M, W, B, K> RowsOrLinks<'_, DB, M, W, B, K>
where
    DB: Database,
    M: Readable<DB> + Model<Table: QueryFragment<DB>>,
    W: WriteRoute<DB, Near: WriteColumns<DB>, Far: WriteColumns<DB>>,
    B: Bind<DB, K>,
{
    /// `SELECT post_tags.post_id, post_tags.tag_id FROM post_tags WHERE post_tags.post_id IN (…)`
    ///
    /// Or, for a full list where an index certainly finds them:
    ///
    /// ```sql
    /// SELECT post_tags.post_id, post_tags.tag_id FROM (VALUES (?), …) AS conjoin:keys
    /// CROSS JOIN post_tags WHERE post_tags.post_id = conjoin:keys.column1
    /// ```
    fn write_links<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (target, way) = self.from.parts();
        out.push_sql("SELECT ");
        way.near().write(None, out.reborrow())?;
        out.push_sql(", ");
        way.far().write(None, out.reborrow())?;
        out.push_sql(" FROM ");
        let as_table = W::is_indexed() && out.backend().dialect().joins_keys;
        let Some(keys) = self.rows.condition.full_list().filter(|_| as_table) else {
            way.write_near_table(target, out.reborrow())?;
            out.push_sql(" WHERE ");
            return self.rows.condition.walk_ast(out);
        };
        B::write_rows(keys, out.reborrow())?;
        out.push_sql(" CROSS JOIN ");
        way.write_near_table(target, out.reborrow())?;
        out.push_sql(" WHERE ");
        write_equal(way.near(), KEYS, "column", &mut out)
    }
}
