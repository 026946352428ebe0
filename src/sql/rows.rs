//! The common parts of the statements for rows of a relation.

use crate::clause::clauses::Clauses;
use crate::database::backend::Database;
use crate::database::keys::KeyChunk;
use crate::database::selection::{Readable, Selection};
use crate::database::strategy::{FEW_BINDS, Known};
use crate::model::key::WriteColumns;
use crate::model::relation::PrimaryKey;
use crate::route::target_from::TargetFrom;
use crate::route::{Route, WriteRoute};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

/// Rows of `M` that keys lead to by the route `W`.
pub(crate) struct Rows<'q, DB: Database, M: Readable<DB>, W> {
    pub(crate) from: TargetFrom<M, W>,
    pub(crate) identity: PrimaryKey<M>,
    pub(crate) columns: Selection<M, DB>,
    base: M::From,
    pub(crate) beside: Beside,
    pub(crate) terms: Clauses<'q, DB>,
    /// What decides whether an order begins with the key of the source.
    known: Option<Known>,
}

impl<'q, DB, M, W> Rows<'q, DB, M, W>
where
    DB: Database,
    M: Readable<DB, PrimaryKey: Default>,
    W: Route,
{
    pub(crate) fn new(terms: Clauses<'q, DB>) -> Self {
        let (identity, columns) = Default::default();
        let (from, base) = (TargetFrom::new(), M::from());
        Rows { from, identity, columns, base, beside: Beside::Nothing, terms, known: None }
    }

    /// With what is known about the keys of the source, unless a filter with a list decides how they are found.
    pub(crate) fn known(self, known: Known) -> QueryResult<Self> {
        let may_precede = |database: DB| known.key_before_order(database.dialect());
        let precedes = DB::backends().into_iter().any(may_precede)
            && self.terms.binds_before_order()? <= FEW_BINDS;
        Ok(Rows { known: precedes.then_some(known), ..self })
    }

    /// With the key of the source, and their own if it identifies them.
    pub(crate) fn beside_keys(self, identified: bool) -> Self {
        let beside = if identified { Beside::BothKeys } else { Beside::Key };
        Rows { beside, ..self }
    }

    /// ` FROM posts`, or a join, if the columns are from other tables too.
    pub(crate) fn base(&self) -> &M::From {
        &self.base
    }
}

/// What is selected before the columns of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beside {
    /// Nothing.
    Nothing,
    /// The key of its source.
    Key,
    /// That, and its own primary key, which identifies it: in a case-insensitive collation, an
    /// association's reference to it may differ from row to row.
    BothKeys,
}

/// All rows for which the condition `C` on their keys holds.
///
/// ```sql
/// SELECT post_tags.post_id, tags.id, tags.id, tags.name
/// FROM tags INNER JOIN post_tags ON … WHERE post_tags.post_id IN (…) AND (…) ORDER BY tags.name
/// ```
pub struct AllRows<'q, DB: Database, M: Readable<DB>, W, C> {
    rows: Rows<'q, DB, M, W>,
    pub(crate) condition: C,
}

impl<'q, DB: Database, M: Readable<DB>, W, C> AllRows<'q, DB, M, W, C> {
    pub(crate) fn new(rows: Rows<'q, DB, M, W>, condition: C) -> Self {
        AllRows { rows, condition }
    }
}

impl<DB, M, W, C> AllRows<'_, DB, M, W, C>
where
    DB: Database,
    M: Readable<DB, PrimaryKey: WriteColumns<DB>>,
{
    /// `SELECT tags.id, tags.id, tags.name FROM tags WHERE tags.id = ANY($1)`: rows by their own keys.
    pub(crate) fn write_by_own<'b>(
        &'b self,
        keys: KeyChunk<'b, i64>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let Rows { identity, columns, base, .. } = &self.rows;
        out.push_sql("SELECT ");
        identity.write(None, out.reborrow())?;
        out.push_sql(", ");
        columns.walk_ast(out.reborrow())?;
        base.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        identity.write(None, out.reborrow())?;
        DB::bind_integers(keys, out)
    }
}

impl<DB, M, W, C> QueryFragment<DB> for AllRows<'_, DB, M, W, C>
where
    DB: Database,
    M: Readable<DB, PrimaryKey: WriteColumns<DB>>,
    W: WriteRoute<DB, Near: WriteColumns<DB>>,
    C: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Rows { from, identity, columns, base, beside, terms, known } = &self.rows;
        out.push_sql("SELECT ");
        if *beside != Beside::Nothing {
            from.near().write(TargetFrom::<M, W>::near_table().as_deref(), out.reborrow())?;
            out.push_sql(", ");
        }
        if *beside == Beside::BothKeys {
            identity.write(None, out.reborrow())?;
            out.push_sql(", ");
        }
        columns.walk_ast(out.reborrow())?;
        base.walk_ast(out.reborrow())?;
        from.write_joins(out.reborrow())?;
        out.push_sql(" WHERE ");
        self.condition.walk_ast(out.reborrow())?;
        terms.write_and_filter(out.reborrow())?;
        let dialect = out.backend().dialect();
        let key_first = known.is_some_and(|known| known.key_before_order(dialect));
        let near = if key_first { TargetFrom::<M, W>::near_table() } else { None };
        terms.write_order_by(key_first.then_some((from.near(), near.as_deref())), out)
    }
}
