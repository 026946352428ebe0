//! The statements about links.

use crate::database::backend::Database;
use crate::database::dialect::{PairOnce, RowLock};
use crate::database::key_in::Bind;
use crate::database::keys::KeyChunk;
use crate::model::key::WriteColumns;
use crate::model::key::names::ColumnNames;
use crate::model::relation::{Model, Target};
use crate::write::links::{Links, Step};
use crate::write::many_to_many::{End, ManyToMany};
use crate::write::values::WriteValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use std::ops::Range;

/// A relation whose links a database can write.
pub trait WriteLinks<M, DB: Backend>:
    ManyToMany<
        M,
        Target: Model<Table: QueryFragment<DB>>,
        Through: QueryFragment<DB>,
        Near: WriteEnd<M, DB>,
        Far: WriteEnd<Target<Self>, DB>,
    >
{
}

#[diagnostic::do_not_recommend]
impl<R, M, DB> WriteLinks<M, DB> for R
where
    DB: Backend,
    R: ManyToMany<
            M,
            Target: Model<Table: QueryFragment<DB>>,
            Through: QueryFragment<DB>,
            Near: WriteEnd<M, DB>,
            Far: WriteEnd<Target<R>, DB>,
        >,
{
}

/// An end of a link that a database can write.
pub trait WriteEnd<M, DB: Backend>:
    End<M, Own: WriteColumns<DB>, Foreign: WriteColumns<DB>, Bound: Bind<DB, Self::Key>>
{
}

#[diagnostic::do_not_recommend]
impl<E, M, DB> WriteEnd<M, DB> for E
where
    DB: Backend,
    E: End<M, Own: WriteColumns<DB>, Foreign: WriteColumns<DB>, Bound: Bind<DB, E::Key>>,
{
}

type Foreign<E, M> = <E as End<M>>::Foreign;
type Bound<E, M> = <E as End<M>>::Bound;

impl<R: ManyToMany<M>, M: Model> Links<R, M> {
    /// Writes the statement of a step.
    pub(crate) fn write<'b, V, DB>(
        &'b self,
        values: &'b V,
        step: &Step,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        DB: Database,
        R: WriteLinks<M, DB>,
        M: Model<Table: QueryFragment<DB>>,
        V: WriteValues<DB>,
    {
        match step {
            Step::LockSources(sources) => {
                let rows = (&self.columns.source, self.near.part(sources.clone()));
                write_lock::<Bound<R::Near, M>, _, _, _, DB>(rows, |lock| lock.exclusive, out)
            }
            Step::LockTargets(targets) => {
                let rows = (&self.columns.target, self.far.part(targets.clone()));
                write_lock::<Bound<R::Far, Target<R>>, _, _, _, DB>(rows, |lock| lock.shared, out)
            }
            Step::Link(pairs) if pairs.is_empty() => self.write_nothing(out),
            Step::Link(pairs) => self.write_insert(values, pairs, out),
            Step::Unlink(sources, targets) => self.write_delete(sources, targets, out),
            Step::UnlinkOthers(sources) => self.write_delete_others(sources, out),
        }
    }

    /// As Diesel writes an insert of no rows. It is only printed.
    fn write_nothing<'b, DB: Database>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        R: WriteLinks<M, DB>,
    {
        out.push_sql("SELECT 1 FROM ");
        self.columns.through.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE 1=0");
        Ok(())
    }

    /// ```sql
    /// INSERT INTO post_tags (post_id, tag_id) VALUES (?, ?), (?, ?)
    /// ON CONFLICT (post_id, tag_id) DO NOTHING
    /// ```
    fn write_insert<'b, V, DB>(
        &'b self,
        values: &'b V,
        pairs: &Range<usize>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        DB: Database,
        R: WriteLinks<M, DB>,
        V: WriteValues<DB>,
    {
        let Links { near, far, columns, .. } = self;
        if pairs.len() != 1 {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("INSERT INTO ");
        columns.through.walk_ast(out.reborrow())?;
        out.push_sql(" (");
        Self::write_names(", ", &mut out)?;
        values.write_names(out.reborrow())?;
        out.push_sql(") VALUES ");
        for pair in pairs.clone() {
            let (source, target) = (pair / far.keys.len(), pair % far.keys.len());
            out.push_sql(if pair > pairs.start { ", (" } else { "(" });
            Bound::<R::Near, M>::write_value(&near.keys[source], out.reborrow())?;
            out.push_sql(", ");
            Bound::<R::Far, Target<R>>::write_value(&far.keys[target], out.reborrow())?;
            values.write_values(out.reborrow())?;
            out.push_sql(")");
        }
        Self::write_once(&mut out)
    }

    /// Leaves links that are there already as they are.
    fn write_once<DB: Database>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        match out.backend().dialect().pair_once {
            PairOnce::OnConflict => {
                out.push_sql(" ON CONFLICT (");
                Self::write_names(", ", out)?;
                out.push_sql(") DO NOTHING");
            }
            PairOnce::OnDuplicateKey => {
                let first = Foreign::<R::Near, M>::name(0);
                out.push_sql(" ON DUPLICATE KEY UPDATE ");
                out.push_identifier(first)?;
                out.push_sql(" = IF((");
                Self::write_names(", ", out)?;
                out.push_sql(") = (VALUES(");
                Self::write_names("), VALUES(", out)?;
                out.push_sql(")), ");
                out.push_identifier(first)?;
                out.push_sql(OTHER_CONSTRAINT);
            }
        }
        Ok(())
    }

    /// The columns of a link, unqualified.
    pub(crate) fn write_names<DB: Database>(
        between: &str,
        out: &mut AstPass<'_, '_, DB>,
    ) -> QueryResult<()> {
        for (place, name) in Self::columns().enumerate() {
            out.push_sql(if place > 0 { between } else { "" });
            out.push_identifier(name)?;
        }
        Ok(())
    }

    /// `DELETE FROM post_tags WHERE post_tags.post_id = ? AND post_tags.tag_id IN (?, ?)`
    fn write_delete<'b, DB>(
        &'b self,
        sources: &Range<usize>,
        targets: &Range<usize>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        DB: Database,
        R: WriteLinks<M, DB>,
    {
        let Links { far, columns, .. } = self;
        self.write_delete_of(sources, out.reborrow())?;
        out.push_sql(" AND ");
        let keys = far.part(targets.clone());
        Bound::<R::Far, Target<R>>::write_keys((&columns.far, None), keys, out)
    }

    /// `DELETE FROM post_tags WHERE post_tags.post_id = ? AND NOT (post_tags.tag_id IN (?, ?))`
    fn write_delete_others<'b, DB>(
        &'b self,
        sources: &Range<usize>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        DB: Database,
        R: WriteLinks<M, DB>,
    {
        let Links { far, columns, .. } = self;
        self.write_delete_of(sources, out.reborrow())?;
        if far.keys.is_empty() {
            return Ok(());
        }
        out.push_sql(" AND NOT (");
        let keys = far.part(0..far.keys.len());
        Bound::<R::Far, Target<R>>::write_keys((&columns.far, None), keys, out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }

    /// `DELETE FROM post_tags WHERE post_tags.post_id = ?`
    fn write_delete_of<'b, DB>(
        &'b self,
        sources: &Range<usize>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        DB: Database,
        R: WriteLinks<M, DB>,
    {
        let Links { near, columns, .. } = self;
        out.push_sql("DELETE FROM ");
        columns.through.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        let keys = near.part(sources.clone());
        Bound::<R::Near, M>::write_keys((&columns.near, None), keys, out)
    }
}

/// `SELECT 0 FROM posts WHERE posts.id = ? FOR UPDATE`, which locks the rows with the keys of the chunk.
fn write_lock<'b, B, Table, C, K, DB>(
    ((table, columns), keys): (&'b (Table, C), KeyChunk<'b, K>),
    kind: impl FnOnce(RowLock) -> &'static str,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Database,
    B: Bind<DB, K>,
    Table: QueryFragment<DB>,
    C: WriteColumns<DB>,
{
    let Some(lock) = out.backend().dialect().row_lock else {
        // Of a `MultiConnection`, some of whose databases lock rows.
        out.push_sql("SELECT 0 WHERE 0 = 1");
        return Ok(());
    };
    out.push_sql("SELECT ");
    out.push_sql(lock.stale);
    out.push_sql(" FROM ");
    table.walk_ast(out.reborrow())?;
    out.push_sql(" WHERE ");
    B::write_keys((columns, None), keys, out.reborrow())?;
    if keys.range().len() > 1 {
        // Two transactions lock them in the same order.
        out.push_sql(" ORDER BY ");
        columns.write(None, out.reborrow())?;
    }
    out.push_sql(kind(lock));
    Ok(())
}

/// Ends an `IF` with an error: the row breaks another unique constraint than the one on links, which MariaDB
/// would otherwise pass over.
const OTHER_CONSTRAINT: &str = ", (SELECT NULL UNION ALL SELECT NULL))";

/// What MariaDB says of [`OTHER_CONSTRAINT`].
const SECOND_ROW: &str = "Subquery returns more than 1 row";

/// The error of a statement, as a violation of a unique constraint if it is [`OTHER_CONSTRAINT`].
pub(crate) fn explained<R: ManyToMany<M>, M>(
    error: diesel::result::Error,
) -> diesel::result::Error {
    use diesel::result::DatabaseErrorKind::{UniqueViolation, Unknown};
    use diesel::result::Error::DatabaseError;
    match error {
        DatabaseError(Unknown, information) if information.message() == SECOND_ROW => {
            let message = format!(
                "a link of `{}` breaks a unique constraint of its association table, other than the \
                 one on links",
                R::NAME
            );
            DatabaseError(UniqueViolation, Box::new(message))
        }
        error => error,
    }
}
