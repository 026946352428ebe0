//! The statement for an aggregate over the rows of each parent.

use crate::clause::filters::WriteCondition;
use crate::database::backend::Database;
use crate::database::key_in::Bind;
use crate::database::keys::ParentKeys;
use crate::model::key::{KeyColumns, WriteColumns};
use crate::model::relation::{Model, PrimaryKey, Relation, TableOf, Target};
use crate::route::{Names, Place, Route, WriteAnd, WriteRoute};
use crate::sql::correlated::RELATED;
use crate::sql::derived::{numbered, write_as, write_column, write_columns};
use crate::sql::form::Form;
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;
use std::ops::Range;

/// An aggregate over the rows that `R` leads to from each key, by the route `W`.
pub struct Grouped<R: Relation, W, B, K, C, N> {
    table: TableOf<R>,
    way: W,
    identity: PrimaryKey<Target<R>>,
    form: Form,
    column: C,
    condition: N,
    filter: R::Filter,
    keys: ParentKeys<K>,
    bound: PhantomData<fn() -> B>,
}

impl<R, W, B, K, C, N> Grouped<R, W, B, K, C, N>
where
    R: Relation<Target: Model<PrimaryKey: Default>, Filter: Default>,
    W: Route,
{
    pub(crate) fn new(form: Form, column: C, condition: N, keys: ParentKeys<K>) -> Self {
        let (identity, filter) = Default::default();
        let (table, way) = (TableOf::<R>::table(), W::new());
        Grouped { table, way, identity, form, column, condition, filter, keys, bound: PhantomData }
    }

    /// Limits the keys to a part of their list.
    pub(crate) fn limit(&mut self, range: Range<usize>) {
        self.keys.limit(range);
    }
}

impl<R, W, B, K, C, N, DB> QueryFragment<DB> for Grouped<R, W, B, K, C, N>
where
    DB: Database,
    R: Relation<Filter: WriteAnd<DB>>,
    Target<R>: Model<Table: QueryFragment<DB>, PrimaryKey: WriteColumns<DB>>,
    W: WriteRoute<DB, Near: WriteColumns<DB>>,
    B: Bind<DB, K>,
    C: QueryFragment<DB>,
    N: WriteCondition<DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // A row that is reached in several ways is found several times.
        match W::TABLES > 0 && self.form.distinct(PrimaryKey::<Target<R>>::LEN) {
            true => self.write_of_distinct(out),
            false => self.write_directly(out),
        }
    }
}

impl<R, W, B, K, C, N> Grouped<R, W, B, K, C, N>
where
    R: Relation,
    W: Route,
{
    /// ```sql
    /// SELECT posts.user_id, COUNT(*) FROM posts WHERE posts.user_id IN (…) GROUP BY posts.user_id
    /// ```
    fn write_directly<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Database,
        R: Relation<Filter: WriteAnd<DB>>,
        Target<R>: Model<Table: QueryFragment<DB>, PrimaryKey: WriteColumns<DB>>,
        W: WriteRoute<DB, Near: WriteColumns<DB>>,
        B: Bind<DB, K>,
        C: QueryFragment<DB>,
        N: WriteCondition<DB>,
    {
        out.push_sql("SELECT ");
        self.write_near(out.reborrow())?;
        out.push_sql(", ");
        match self.form {
            Form::Exists => out.push_sql("TRUE"),
            Form::Count if W::TABLES == 0 => out.push_sql("COUNT(*)"),
            Form::Count => self.write_around(&mut out, |out| self.identity.write(None, out))?,
            _ => self.write_around(&mut out, |out| self.column.walk_ast(out))?,
        }
        self.write_from(out.reborrow())?;
        out.push_sql(" GROUP BY ");
        self.write_near(out)
    }

    /// ```sql
    /// SELECT conjoin:related.key_1, COALESCE(SUM(conjoin:related.value_1), 0) FROM (
    ///     SELECT DISTINCT post_tags.post_id AS key_1, tags.id AS id_1, tags.weight AS value_1
    ///     FROM tags INNER JOIN post_tags ON … WHERE post_tags.post_id IN (…)) AS conjoin:related
    /// GROUP BY conjoin:related.key_1
    /// ```
    fn write_of_distinct<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Database,
        R: Relation<Filter: WriteAnd<DB>>,
        Target<R>: Model<Table: QueryFragment<DB>, PrimaryKey: WriteColumns<DB>>,
        W: WriteRoute<DB, Near: WriteColumns<DB>>,
        B: Bind<DB, K>,
        C: QueryFragment<DB>,
        N: WriteCondition<DB>,
    {
        let value = numbered("value", 0);
        let count = self.form == Form::Count;
        out.push_sql("SELECT ");
        write_columns(Some(RELATED), "key", W::Near::LEN, &mut out)?;
        out.push_sql(", ");
        match count {
            true => out.push_sql("COUNT(*)"),
            false => self
                .write_around(&mut out, |mut out| write_column(Some(RELATED), &value, &mut out))?,
        }
        out.push_sql(" FROM (SELECT DISTINCT ");
        let near_table = Self::near_table();
        write_as((self.way.near(), near_table.as_deref()), "key", &mut out)?;
        out.push_sql(", ");
        write_as((&self.identity, None), "id", &mut out)?;
        if !count {
            out.push_sql(", ");
            self.column.walk_ast(out.reborrow())?;
            out.push_sql(" AS ");
            out.push_identifier(&value)?;
        }
        self.write_from(out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier(RELATED)?;
        out.push_sql(" GROUP BY ");
        write_columns(Some(RELATED), "key", W::Near::LEN, &mut out)
    }

    /// The name of the table that holds the key, if not its own.
    fn near_table() -> Option<String> {
        Names::of::<Target<R>, W>().name(W::near_place(0, 1))
    }

    /// `posts.user_id`
    fn write_near<'b, DB>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Database,
        W: Route<Near: WriteColumns<DB>>,
    {
        self.way.near().write(Self::near_table().as_deref(), out)
    }

    /// `MAX(…)`
    fn write_around<'b, DB: Database>(
        &'b self,
        out: &mut AstPass<'_, 'b, DB>,
        write: impl FnOnce(AstPass<'_, 'b, DB>) -> QueryResult<()>,
    ) -> QueryResult<()> {
        let (before, after) = self.form.around(out.backend());
        out.push_sql(before);
        write(out.reborrow())?;
        out.push_sql(after);
        Ok(())
    }

    /// ` FROM posts WHERE posts.user_id IN (…) AND (…)`
    fn write_from<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Database,
        R: Relation<Filter: WriteAnd<DB>>,
        Target<R>: Model<Table: QueryFragment<DB>>,
        W: WriteRoute<DB, Near: WriteColumns<DB>>,
        B: Bind<DB, K>,
        N: WriteCondition<DB>,
    {
        let names = Names::of::<Target<R>, W>();
        let near_table = Self::near_table();
        let near = (self.way.near(), near_table.as_deref());
        out.push_sql(" FROM ");
        self.table.walk_ast(out.reborrow())?;
        self.way.write_joins(Place::first(&names), out.reborrow())?;
        out.push_sql(" WHERE ");
        self.keys.write::<B, DB>(near, out.reborrow())?;
        self.condition.write_and(out.reborrow())?;
        self.filter.write_and(out)
    }
}
