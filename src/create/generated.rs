//! The rows that the last statement inserted, found by the keys that MariaDB and MySQL generated for them.

use crate::database::backend::Database;
use crate::database::selection::{Readable, Selection};
use crate::model::key::WriteColumns;
use crate::model::relation::PrimaryKey;
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

/// Sent before the rows are inserted. If no key is generated for them, the number of the last statement that
/// had one would stay.
pub(crate) const RESET: &str = "DO LAST_INSERT_ID(0)";

/// The keys of one statement follow each other in steps of `auto_increment_increment`, whoever else inserts
/// at the same time: it has a known number of rows, for which InnoDB reserves them at once.
///
/// ```sql
/// SELECT posts.id, posts.title FROM posts
/// WHERE posts.id BETWEEN LAST_INSERT_ID() AND LAST_INSERT_ID() + … * @@auto_increment_increment
///   AND (posts.id - LAST_INSERT_ID()) % @@auto_increment_increment = 0
///   AND LAST_INSERT_ID() > 0
/// ORDER BY posts.id
/// ```
#[allow(missing_debug_implementations)]
pub struct Generated<DB: Database, M: Readable<DB>> {
    columns: Selection<M, DB>,
    from: M::From,
    key: PrimaryKey<M>,
    rows: usize,
}

impl<DB, M> Generated<DB, M>
where
    DB: Database,
    M: Readable<DB, PrimaryKey: Default>,
{
    pub(crate) fn new(rows: usize) -> Self {
        let (columns, key) = Default::default();
        Generated { columns, from: M::from(), key, rows }
    }
}

impl<DB, M> QueryFragment<DB> for Generated<DB, M>
where
    DB: Database,
    M: Readable<DB, PrimaryKey: WriteColumns<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // The number of rows is part of the text.
        out.unsafe_to_cache_prepared();
        let key = |out: AstPass<'_, 'b, DB>| self.key.write_column(0, None, out);
        out.push_sql("SELECT ");
        self.columns.walk_ast(out.reborrow())?;
        self.from.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        key(out.reborrow())?;
        out.push_sql(" BETWEEN LAST_INSERT_ID() AND LAST_INSERT_ID() + ");
        out.push_sql(&(self.rows - 1).to_string());
        out.push_sql(" * @@auto_increment_increment AND (");
        key(out.reborrow())?;
        out.push_sql(" - LAST_INSERT_ID()) % @@auto_increment_increment = 0 AND LAST_INSERT_ID() > 0 ORDER BY ");
        key(out)
    }
}
