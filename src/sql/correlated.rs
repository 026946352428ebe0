//! The rows that a relation leads to from one row of the outer query: the `FROM` and `WHERE` of a
//! subquery.

use crate::clause::filters::WriteCondition;
use crate::model::from::SourceTable;
use crate::model::key::nullability::Nullability;
use crate::model::key::{
    Association, BelongsTo, Columns, KeyColumns, Path, Reversed, Unread, WriteColumns, write_equal,
    write_none_null,
};
use crate::model::relation::{KeysOf, Model, Relation, Target};
use crate::model::table_ref::TableRef;
use crate::route::direct::DirectHop;
use crate::route::target_from::TargetFrom;
use crate::route::{HopFilter, Names, Place, Route, Step, WriteAnd, WriteRoute, parentheses};
use crate::sql::derived::{numbered, write_as, write_column};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// The name of a subquery whose rows are of the same table as those of the outer query.
pub(crate) const RELATED: &str = "conjoin:related";

/// Keys by which SQL finds the related rows. Unlike a loaded row, it has all columns of the source.
pub trait Correlates {
    /// The source's key.
    type Source: KeyColumns;
    /// The route back to it from the target.
    type Route: Route;
}

impl<Table, Id, S: KeyColumns, T: KeyColumns> Correlates for Unread<Table, Id, S, T> {
    type Source = S;
    type Route = DirectHop<T>;
}

/// The others are like a step of a path.
macro_rules! as_step {
    ($([$($parameters:tt)*] $keys:ty;)*) => {$(
        impl<$($parameters)*> Correlates for $keys
        where
            Self: Step,
        {
            type Source = <Self as Step>::Source;
            type Route = <Self as Step>::Route;
        }
    )*};
}

as_step! {
    [S, T] Columns<S, T>;
    [B: BelongsTo] Reversed<B>;
    [Through, S, Near, Far, T] Association<Through, S, Near, Far, T>;
    [R, K] Path<R, K>;
}

/// A relation whose rows can be found from within a statement of the backend `DB`.
pub trait Correlating<DB: Backend>:
    Relation<
        Target: Model<Table: QueryFragment<DB>>,
        Keys: Correlates<
            Source: WriteColumns<DB>,
            Route: WriteRoute<DB, Near: WriteColumns<DB>, Far: WriteColumns<DB>>,
        >,
        Filter: WriteAnd<DB> + HopFilter,
    >
{
}

impl<R, DB> Correlating<DB> for R
where
    DB: Backend,
    R: Relation<
            Target: Model<Table: QueryFragment<DB>>,
            Keys: Correlates<
                Source: WriteColumns<DB>,
                Route: WriteRoute<DB, Near: WriteColumns<DB>, Far: WriteColumns<DB>>,
            >,
            Filter: WriteAnd<DB> + HopFilter,
        >,
{
}

type OuterKey<R> = <KeysOf<R> as Correlates>::Source;
type RouteOf<R> = <KeysOf<R> as Correlates>::Route;

/// The rows that `R` leads to from a row of the outer query, whose source is at the end `E`.
#[allow(missing_debug_implementations)]
pub(crate) struct Correlated<R: Relation<Keys: Correlates>, E> {
    key: OuterKey<R>,
    rows: TargetFrom<Target<R>, RouteOf<R>>,
    filter: R::Filter,
    end: PhantomData<fn() -> E>,
}

impl<R, E> Correlated<R, E>
where
    R: Relation<Keys: Correlates, Filter: Default>,
{
    pub(crate) fn new() -> Self {
        let (key, filter) = Default::default();
        Correlated { key, rows: TargetFrom::new(), filter, end: PhantomData }
    }
}

impl<R, E> Clone for Correlated<R, E>
where
    R: Relation<Keys: Correlates, Filter: Clone>,
{
    fn clone(&self) -> Self {
        let (rows, filter) = (TargetFrom::new(), self.filter.clone());
        Correlated { key: self.key, rows, filter, end: PhantomData }
    }
}

impl<R: Relation<Keys: Correlates>, E: TableRef<SourceTable<R>>> Correlated<R, E> {
    /// Whether a subquery for these rows can name the outer source: none of its own tables hides
    /// it.
    pub(crate) fn is_apart(&self) -> bool {
        E::NAME.is_some() || !Self::names().has::<SourceTable<R>>()
    }

    /// The same for the rows that satisfy `N`.
    pub(crate) fn is_apart_among<DB, N>(&self) -> bool
    where
        DB: Backend,
        R: Correlating<DB>,
        N: WriteCondition<DB>,
    {
        match Self::reads_links::<DB, N>() {
            true => E::NAME.is_some() || !Self::names().joins::<SourceTable<R>>(),
            false => self.is_apart(),
        }
    }

    /// Whether the association table alone tells which rows satisfy `N`: it holds the key that this is
    /// about.
    fn reads_links<DB, N>() -> bool
    where
        DB: Backend,
        R: Correlating<DB>,
        N: WriteCondition<DB>,
    {
        N::is_link::<RouteOf<R>>() && !R::Filter::SET
    }

    fn names() -> Names {
        Names::of::<Target<R>, RouteOf<R>>()
    }

    /// The name of the table that holds the source's key, if not its own.
    fn near_table<DB, N>() -> Option<String>
    where
        DB: Backend,
        R: Correlating<DB>,
        N: WriteCondition<DB>,
    {
        let alone = Self::reads_links::<DB, N>();
        (!alone).then(|| Self::names().name(RouteOf::<R>::near_place(0, 1))).flatten()
    }

    /// `posts WHERE posts.user_id = users.id AND (…)`
    pub(crate) fn write_rows<'b, DB: Backend, N: WriteCondition<DB>>(
        &'b self,
        condition: &'b N,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: Correlating<DB>,
    {
        self.write_from::<DB, N>(out.reborrow())?;
        out.push_sql(" WHERE ");
        self.write_equal::<DB, N>(out.reborrow())?;
        self.write_conditions(condition, out)
    }

    /// `tags WHERE tags.id IN (SELECT post_tags.tag_id FROM post_tags WHERE post_tags.post_id =
    /// posts.id AND (…))`: each row once, however often it is in the association table.
    pub(crate) fn write_distinct_rows<'b, DB: Backend, N: WriteCondition<DB>>(
        &'b self,
        condition: &'b N,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: Correlating<DB>,
    {
        if !self.repeat() {
            return self.write_rows(condition, out);
        }
        let names = Self::names();
        let (target, route) = self.rows.parts();
        target.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        route.write_members(Place::first(&names), out.reborrow())?;
        out.push_sql(" WHERE ");
        self.write_equal::<DB, N>(out.reborrow())?;
        route.write_member_filter(Place::first(&names), out.reborrow())?;
        // Inside, because it may be about the association table.
        self.write_conditions(condition, out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }

    /// Whether a row may be among them more than once.
    pub(crate) fn repeat(&self) -> bool {
        RouteOf::<R>::TABLES > 0
    }

    /// `(SELECT categories.parent_id AS key_1… FROM categories WHERE …) AS conjoin:related WHERE
    /// conjoin:related.key_1 = categories.id`, after `more` was selected: used if the outer table
    /// has the name of an inner one, which would hide it.
    pub(crate) fn write_renamed_rows<'b, DB: Backend, N: WriteCondition<DB>>(
        &'b self,
        condition: &'b N,
        distinct: bool,
        more: impl FnOnce(AstPass<'_, 'b, DB>) -> QueryResult<()>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: Correlating<DB>,
    {
        out.push_sql(if distinct { "(SELECT DISTINCT " } else { "(SELECT " });
        write_as((self.rows.near(), Self::near_table::<DB, N>().as_deref()), "key", &mut out)?;
        more(out.reborrow())?;
        out.push_sql(" FROM ");
        self.write_all_rows(condition, out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier(RELATED)?;
        out.push_sql(" WHERE ");
        for place in 0..OuterKey::<R>::LEN {
            if place > 0 {
                out.push_sql(" AND ");
            }
            write_column(Some(RELATED), &numbered("key", place), &mut out)?;
            out.push_sql(" = ");
            self.key.write_column(place, E::NAME, out.reborrow())?;
        }
        Ok(())
    }

    /// `users.id IN (SELECT posts.user_id FROM posts WHERE …)`, never `NULL`: the list is the same
    /// for every outer row.
    pub(crate) fn write_among<'b, DB: Backend, N: WriteCondition<DB>>(
        &'b self,
        condition: &'b N,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: Correlating<DB>,
    {
        let nullable = <OuterKey<R> as KeyColumns>::Nullability::NULLABLE;
        if nullable {
            write_none_null(&self.key, E::NAME, &mut out)?;
            out.push_sql(" AND ");
        }
        parentheses::<OuterKey<R>, _>(&mut out, |out| self.key.write(E::NAME, out))?;
        out.push_sql(" IN (SELECT ");
        self.rows.near().write(Self::near_table::<DB, N>().as_deref(), out.reborrow())?;
        out.push_sql(" FROM ");
        self.write_all_rows(condition, out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }

    /// `posts WHERE (…) AND posts.user_id IS NOT NULL`: the rows of all sources.
    fn write_all_rows<'b, DB: Backend, N: WriteCondition<DB>>(
        &'b self,
        condition: &'b N,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: Correlating<DB>,
    {
        self.write_from::<DB, N>(out.reborrow())?;
        out.push_sql(" WHERE ");
        // The condition first, since SQLite reads columns in the order in which they are compared: the key
        // may be stored behind a long text. For users by the title of a post that is 0.86 of the time.
        self.write_condition(condition, out.reborrow())?;
        out.push_sql(if N::SET { " AND " } else { "" });
        // Also if the schema says NOT NULL: SQLite allows `NULL` in primary keys, such as those of
        // an association table, and a single one would make `NOT IN` unknown.
        write_none_null(self.rows.near(), Self::near_table::<DB, N>().as_deref(), &mut out)?;
        self.filter.write_and(out)
    }

    /// `tags INNER JOIN post_tags ON …`, or `post_tags` if that is enough.
    fn write_from<'b, DB: Backend, N: WriteCondition<DB>>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: Correlating<DB>,
    {
        if !Self::reads_links::<DB, N>() {
            return self.rows.walk_ast(out);
        }
        let (target, route) = self.rows.parts();
        route.write_near_table(target, out)
    }

    /// `tags.id = ?`, or `post_tags.tag_id = ?` if the tags are not read.
    fn write_condition<'b, DB: Backend, N: WriteCondition<DB>>(
        &'b self,
        condition: &'b N,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: Correlating<DB>,
    {
        let (_, route) = self.rows.parts();
        match Self::reads_links::<DB, N>() {
            true => condition.write_on(route.far(), out),
            false => condition.write(out),
        }
    }

    /// `posts.user_id = users.id`
    fn write_equal<'b, DB: Backend, N: WriteCondition<DB>>(
        &'b self,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: Correlating<DB>,
    {
        let near_table = Self::near_table::<DB, N>();
        write_equal((self.rows.near(), near_table.as_deref()), (&self.key, E::NAME), out)
    }

    /// ` AND (…)`: the condition, and the declared filter.
    fn write_conditions<'b, DB: Backend, N: WriteCondition<DB>>(
        &'b self,
        condition: &'b N,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        R: Correlating<DB>,
    {
        if N::SET {
            out.push_sql(" AND ");
        }
        self.write_condition(condition, out.reborrow())?;
        self.filter.write_and(out)
    }
}
