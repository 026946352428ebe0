//! The statements that delete rows and links.

use crate::database::backend::Database;
use crate::model::key::WriteColumns;
use crate::model::relation::Model;
use crate::write::delete::rows::{DeletedRows, WriteTable, values_read};
use crate::write::links::{chunks, keys};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use std::any::TypeId;

/// Statements in the order in which they are sent.
#[allow(missing_debug_implementations)]
pub struct DeleteSteps<DB>(Vec<DeleteStep<DB>>);

/// A statement that deletes something.
pub(crate) struct DeleteStep<DB> {
    statement: Box<dyn QueryFragment<DB> + Send + Sync>,
    /// Whether it is sent until it deletes nothing.
    pub(crate) repeated: bool,
}

impl<DB: Database> DeleteSteps<DB> {
    pub(crate) fn new() -> Self {
        DeleteSteps(Vec::new())
    }

    pub(crate) fn into_vec(self) -> Vec<DeleteStep<DB>> {
        self.0
    }

    /// Adds the statement about some rows, once for each part of the keys in hand.
    pub(crate) fn push<P: DeletedRows<DB>, S>(
        &mut self,
        rows: &P,
        statement: impl Fn(P) -> S,
        repeated: bool,
    ) where
        S: QueryFragment<DB> + Send + Sync + 'static,
    {
        for chunk in chunks(rows.keys(), keys::<DB>(P::COLUMNS)) {
            let mut rows = rows.clone();
            rows.limit(chunk);
            self.0.push(DeleteStep { statement: Box::new(statement(rows)), repeated });
        }
    }
}

impl<DB: Database> QueryFragment<DB> for DeleteStep<DB> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.statement.walk_ast(out)
    }
}

impl<DB> QueryId for DeleteStep<DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// `DELETE FROM posts WHERE posts.user_id IN (?, ?)`
pub(crate) struct DeleteStatement<P>(P);

impl<P> DeleteStatement<P> {
    pub(crate) fn of(rows: P) -> Self {
        DeleteStatement(rows)
    }
}

impl<P: DeletedRows<DB>, DB: Database> QueryFragment<DB> for DeleteStatement<P> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let DeleteStatement(rows) = self;
        let reads = P::reads(TypeId::of::<<P::Model as Model>::Table>());
        let apart = out.backend().dialect().deletes_by_name && reads;
        write_delete(rows.table(), (P::RECURSIVE, P::by_subquery()), &mut out)?;
        rows.write_condition(apart, out)
    }
}

/// `DELETE FROM post_tags WHERE post_tags.post_id IN (?, ?)`: the links of the rows `P`, whose key `S` is in
/// the columns `Near` of the association table.
pub(crate) struct DeleteLinks<Through, S, Near, P> {
    through: Through,
    source: S,
    near: Near,
    rows: P,
}

impl<Through, S: Default, Near: Default, P> DeleteLinks<Through, S, Near, P> {
    pub(crate) fn new(through: Through, rows: P) -> Self {
        let (source, near) = Default::default();
        DeleteLinks { through, source, near, rows }
    }
}

impl<Through, S, Near, P, DB> QueryFragment<DB> for DeleteLinks<Through, S, Near, P>
where
    DB: Database,
    Through: WriteTable<DB>,
    S: WriteColumns<DB>,
    Near: WriteColumns<DB>,
    P: DeletedRows<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let by_subquery = !P::in_hand::<S>();
        let reads = values_read::<DB, P, S>(TypeId::of::<Through>());
        let apart = out.backend().dialect().deletes_by_name && reads;
        write_delete(&self.through, (P::RECURSIVE, by_subquery), &mut out)?;
        self.rows.write_among(&self.near, &self.source, apart, out)
    }
}

/// `DELETE FROM posts WHERE `, or `DELETE posts FROM posts WHERE `.
fn write_delete<'b, DB: Database>(
    table: &'b impl QueryFragment<DB>,
    (recursive, by_subquery): (bool, bool),
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let dialect = out.backend().dialect();
    if recursive {
        out.push_sql(dialect.before_recursion);
    }
    out.push_sql("DELETE ");
    if by_subquery && dialect.deletes_by_name {
        table.walk_ast(out.reborrow())?;
        out.push_sql(" ");
    }
    out.push_sql("FROM ");
    table.walk_ast(out.reborrow())?;
    out.push_sql(" WHERE ");
    Ok(())
}
