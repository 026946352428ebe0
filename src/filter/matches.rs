use crate::clause::filters::WriteCondition;
use crate::model::from::{SourceTable, StartsHere};
use crate::model::relation::Relation;
use crate::model::table_ref::TableRef;
use crate::sql::correlated::{Correlated, Correlates, Correlating};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::AppearsInFromClause;
use diesel::sql_types::Bool;
use std::marker::PhantomData;

/// Whether there are related rows: returned by [`any`](super::RelationExpressionMethods::any) and
/// similar methods, a `Bool` that is never `NULL`.
#[allow(missing_debug_implementations)]
pub struct Matches<R: Relation<Keys: Correlates>, E, N, K = Satisfying> {
    rows: Correlated<R, E>,
    condition: N,
    negated: bool,
    listed: bool,
    kind: PhantomData<fn() -> K>,
}

/// The condition of [`exists`](super::RelationExpressionMethods::exists): the only one that can be
/// loaded as a value of each row.
#[derive(Debug)]
pub enum Existing {}

/// The condition of the others.
#[derive(Debug)]
pub enum Satisfying {}

impl<R, E, N, K> Matches<R, E, N, K>
where
    R: Relation<Keys: Correlates, Filter: Default>,
{
    pub(crate) fn some(condition: N) -> Self {
        let (rows, kind) = (Correlated::new(), PhantomData);
        Matches { rows, condition, negated: false, listed: false, kind }
    }

    pub(crate) fn none(condition: N) -> Self {
        Matches { negated: true, ..Self::some(condition) }
    }
}

impl<R: Relation<Keys: Correlates>, E, N, K> Matches<R, E, N, K> {
    /// The rows it covers.
    pub(crate) fn into_condition(self) -> N {
        self.condition
    }

    /// Uses a subquery that does not depend on the single row:
    /// `users.id IN (SELECT posts.user_id …)` instead of `EXISTS (…)`. The result is the same.
    ///
    /// SQLite builds that list once, and reads all related rows for it. This pays off if the query
    /// is about most rows of its table: for all 10 000 users, finding those with one of 100 000
    /// posts by a condition without an index takes 15 ms instead of 84, and with an index 0.01
    /// instead of 67; for a single user it takes 15 instead of 0.01. PostgreSQL and MariaDB choose
    /// the better form themselves, if it is not negated.
    ///
    /// ```
    /// # use blog::{Post, schema::{posts, tags}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let about_rust = posts::table.filter(Post::tags.any(tags::name.eq("rust")).uncorrelated());
    /// // … WHERE (posts.id IN (SELECT post_tags.post_id FROM tags
    /// //     INNER JOIN post_tags ON post_tags.tag_id = tags.id
    /// //     WHERE ((tags.name = ?)) AND post_tags.post_id IS NOT NULL))
    /// # assert_eq!(about_rust.count().get_result::<i64>(conn)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn uncorrelated(self) -> Self {
        Matches { listed: true, ..self }
    }

    /// Uses a subquery for the single row, `EXISTS (…)`, as every condition but
    /// [`contains`](super::RelationExpressionMethods::contains) does by itself. The result is the same.
    ///
    /// ```
    /// # use blog::{Post, schema::posts};
    /// # use conjoin::{key, prelude::*};
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let tagged: Vec<(String, bool)> = posts::table
    ///     .order_by(posts::id)
    ///     .limit(2)
    ///     .select((posts::title, Post::tags.contains(key(1)).correlated()))
    ///     .load(conn)?;
    /// // SELECT posts.title, EXISTS (SELECT 1 FROM post_tags
    /// //     WHERE post_tags.post_id = posts.id AND (post_tags.tag_id = ?)) FROM posts …
    /// # assert!(tagged[0].1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn correlated(self) -> Self {
        Matches { listed: false, ..self }
    }
}

impl<R, E, N: Clone, K> Clone for Matches<R, E, N, K>
where
    R: Relation<Keys: Correlates, Filter: Clone>,
{
    fn clone(&self) -> Self {
        let (rows, condition) = (self.rows.clone(), self.condition.clone());
        Matches { rows, condition, kind: PhantomData, ..*self }
    }
}

impl<R: Relation<Keys: Correlates>, E, N, K> Expression for Matches<R, E, N, K> {
    type SqlType = Bool;
}

impl<R, E, N, K, GB> ValidGrouping<GB> for Matches<R, E, N, K>
where
    R: Relation<Keys: Correlates<Source: ValidGrouping<GB>>>,
{
    type IsAggregate = <<R::Keys as Correlates>::Source as ValidGrouping<GB>>::IsAggregate;
}

impl<R, E, N, K, QS> AppearsOnTable<QS> for Matches<R, E, N, K>
where
    R: Relation<Keys: Correlates>,
    E: TableRef<SourceTable<R>>,
    QS: AppearsInFromClause<E::Source, Count: StartsHere<R>>,
{
}

impl<R, E, N, K, QS> SelectableExpression<QS> for Matches<R, E, N, K>
where
    R: Relation<Keys: Correlates>,
    Self: AppearsOnTable<QS>,
{
}

impl<R: Relation<Keys: Correlates>, E, N, K> QueryId for Matches<R, E, N, K> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<R, E, N, K, DB> QueryFragment<DB> for Matches<R, E, N, K>
where
    R: Correlating<DB>,
    E: TableRef<SourceTable<R>>,
    N: WriteCondition<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.negated {
            out.push_sql("NOT ");
        }
        if self.listed {
            out.push_sql("(");
            self.rows.write_among(&self.condition, out.reborrow())?;
        } else {
            out.push_sql("EXISTS (SELECT 1 FROM ");
            match self.rows.is_apart_among::<DB, N>() {
                true => self.rows.write_rows(&self.condition, out.reborrow())?,
                false => self.rows.write_renamed_rows(
                    &self.condition,
                    false,
                    |_| Ok(()),
                    out.reborrow(),
                )?,
            }
        }
        out.push_sql(")");
        Ok(())
    }
}

/// `(…) IS NOT TRUE`: the rows that do not satisfy a predicate.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct NotTrue<P>(pub(crate) P);

impl<P: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for NotTrue<P> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") IS NOT TRUE");
        Ok(())
    }
}
