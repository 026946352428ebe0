//! Rows of a table that refers to itself, with all rows beneath them.

use crate::database::backend::Database;
use crate::model::key::{KeyColumns, WriteColumns};
use crate::model::relation::{Model, PrimaryKey, Relation, Source};
use crate::route::{WriteAnd, parentheses};
use crate::sql::recursive_keys::{REACHED, write_names};
use crate::write::delete::rows::{DeletedRows, WriteFilter, WriteTable, write_in, write_select};
use crate::write::delete::statement::{DeleteStatement, DeleteSteps};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use std::any::TypeId;
use std::ops::Range;

/// The rows `P`, and those that the relation `R` leads to from them at every depth, which have their primary
/// key in the columns `T`.
pub struct Subtree<R: Relation, T, P> {
    rows: P,
    identity: PrimaryKey<Source<R>>,
    target: T,
    filter: R::Filter,
    /// Only those that no row refers to.
    leaves: bool,
}

impl<R, T: Copy, P: Clone> Clone for Subtree<R, T, P>
where
    R: Relation<Source: Model<PrimaryKey: Copy>, Filter: Clone>,
{
    fn clone(&self) -> Self {
        let Subtree { rows, identity, target, filter, leaves } = self;
        let (rows, filter) = (rows.clone(), filter.clone());
        Subtree { rows, identity: *identity, target: *target, filter, leaves: *leaves }
    }
}

impl<R, T: Default, P> Subtree<R, T, P>
where
    R: Relation<Source: Model<PrimaryKey: Default>, Filter: Default>,
{
    pub(crate) fn new(rows: P) -> Self {
        let (identity, target, filter) = Default::default();
        Subtree { rows, identity, target, filter, leaves: false }
    }
}

impl<R, T, P, DB> DeletedRows<DB> for Subtree<R, T, P>
where
    DB: Database,
    R: Relation<Filter: WriteFilter<DB>>,
    Source<R>: Model<Table: WriteTable<DB>, PrimaryKey: WriteColumns<DB>>,
    T: WriteColumns<DB>,
    P: DeletedRows<DB, Model = Source<R>>,
{
    type Model = Source<R>;
    const COLUMNS: usize = P::COLUMNS;
    const RECURSIVE: bool = true;

    fn table(&self) -> &<Source<R> as Model>::Table {
        self.rows.table()
    }

    fn keys(&self) -> usize {
        self.rows.keys()
    }

    fn limit(&mut self, range: Range<usize>) {
        self.rows.limit(range);
    }

    fn by_subquery() -> bool {
        true
    }

    fn reads(table: TypeId) -> bool {
        P::reads(table) || table == TypeId::of::<<Source<R> as Model>::Table>()
    }

    fn write_condition<'b>(&'b self, apart: bool, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        write_in(&self.identity, apart, |out| self.write_reached(out), out)
    }

    fn write_among<'b, C: WriteColumns<DB>, S: WriteColumns<DB>>(
        &'b self,
        columns: &'b C,
        own: &'b S,
        apart: bool,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        if TypeId::of::<S>() == TypeId::of::<PrimaryKey<Source<R>>>() {
            return write_in(columns, apart, |out| self.write_reached(out), out);
        }
        write_in(columns, apart, |out| write_select(self, own, out), out)
    }

    /// From the leaves upwards, where a foreign key may be checked at each row. A circle has no leaf: what is
    /// left is deleted at once.
    fn delete(&self, steps: &mut DeleteSteps<DB>) {
        if DB::CHECKS_EACH_ROW {
            let leaves = |rows| DeleteStatement::of(Subtree { leaves: true, ..rows });
            steps.push(self, leaves, true);
        }
        steps.push(self, DeleteStatement::of, false);
    }
}

impl<R: Relation, T, P> Subtree<R, T, P> {
    /// ```sql
    /// WITH RECURSIVE conjoin:reached (key_1) AS (
    ///     SELECT categories.id FROM categories WHERE categories.id IN (…)
    ///     UNION
    ///     SELECT categories.id FROM categories
    ///     INNER JOIN conjoin:reached ON categories.parent_id = conjoin:reached.key_1)
    /// SELECT key_1 FROM conjoin:reached
    /// ```
    fn write_reached<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Database,
        R: Relation<Filter: WriteFilter<DB>>,
        Source<R>: Model<Table: WriteTable<DB>, PrimaryKey: WriteColumns<DB>>,
        T: WriteColumns<DB>,
        P: DeletedRows<DB, Model = Source<R>>,
    {
        type Id<R> = PrimaryKey<Source<R>>;
        out.push_sql("WITH RECURSIVE ");
        out.push_identifier(REACHED)?;
        out.push_sql(" (");
        write_names::<Id<R>, _>(None, &mut out)?;
        out.push_sql(") AS (");
        write_select(&self.rows, &self.identity, out.reborrow())?;
        out.push_sql(" UNION SELECT ");
        self.identity.write(None, out.reborrow())?;
        out.push_sql(" FROM ");
        self.rows.table().walk_ast(out.reborrow())?;
        out.push_sql(" INNER JOIN ");
        out.push_identifier(REACHED)?;
        out.push_sql(" ON ");
        self.write_refers(&mut out)?;
        WriteAnd::write_and(&self.filter, out.reborrow())?;
        out.push_sql(") SELECT ");
        write_names::<Id<R>, _>(None, &mut out)?;
        out.push_sql(" FROM ");
        out.push_identifier(REACHED)?;
        if self.leaves {
            self.write_is_leaf(&mut out)?;
        }
        Ok(())
    }

    /// ` WHERE NOT EXISTS (SELECT 1 FROM categories WHERE categories.parent_id = conjoin:reached.key_1)`
    fn write_is_leaf<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Database,
        Source<R>: Model<Table: WriteTable<DB>, PrimaryKey: KeyColumns>,
        T: WriteColumns<DB>,
        P: DeletedRows<DB, Model = Source<R>>,
    {
        out.push_sql(" WHERE NOT EXISTS (SELECT 1 FROM ");
        self.rows.table().walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        self.write_refers(out)?;
        out.push_sql(")");
        Ok(())
    }

    /// `categories.parent_id = conjoin:reached.key_1`
    fn write_refers<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Database,
        Source<R>: Model<PrimaryKey: KeyColumns>,
        T: WriteColumns<DB>,
    {
        parentheses::<T, _>(out, |out| self.target.write(None, out))?;
        out.push_sql(" = ");
        parentheses::<T, _>(out, |mut out| {
            write_names::<PrimaryKey<Source<R>>, _>(Some(REACHED), &mut out)
        })
    }
}
