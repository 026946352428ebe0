// Uses `filter`, `sql` and what those use.

//! Aggregates of related rows, one value for each row of the query.

pub(crate) mod function;
pub(crate) mod operand;
pub(crate) mod yields;

pub use crate::aggregate::function::{
    Avg, Computed, Count, Exists, Function, Max, Min, Number, Sum, Value,
};
pub use crate::aggregate::operand::OfTarget;
pub use crate::aggregate::yields::Yields;

use crate::aggregate::function::{IDENTITY, WriteComputed};
use crate::clause::filters::Condition;
use crate::clause::filters::WriteCondition;
use crate::filter::ManyRows;
use crate::filter::rows::RelatedRows;
use crate::model::from::{SourceTable, StartsHere};
use crate::model::key::{KeyColumns, WriteColumns};
use crate::model::relation::{Model, PrimaryKey, Relation, Target};
use crate::model::table_ref::TableRef;
use crate::sql::correlated::{Correlated, Correlates, Correlating};
use crate::sql::derived::write_as;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::AppearsInFromClause;

/// Aggregates of related rows: expressions to select, to filter by and to order by, in any Diesel
/// query of the relation's table.
///
/// Each is a subquery for a single row, so rows without related ones get a value too, and the outer
/// query is not grouped. An aggregate covers all rows of a to-many relation, or
/// [some](crate::dsl::RelationDsl::filter) of them, each once.
///
/// ```
/// use blog::{User, schema::{posts, users}};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let drafts = User::posts.filter(posts::content.is_null()).count();
/// let busy: Vec<(String, i64, i64)> = users::table
///     .filter(User::posts.count().gt(0))
///     .order_by((User::posts.count().desc(), users::id))
///     .select((users::username, User::posts.count(), drafts))
///     .load(conn)?;
/// # assert_eq!(busy, [("alice".to_owned(), 2, 1), ("bob".to_owned(), 1, 0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait RelationAggregateMethods: RelatedRows {
    /// The number of related rows: a `BigInt`, 0 if there are none.
    ///
    /// ```
    /// # use blog::{Post, schema::posts};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let tags: Vec<(i32, i64)> =
    ///     posts::table.select((posts::id, Post::tags.count())).order_by(posts::id).load(conn)?;
    /// // SELECT posts.id, (SELECT COUNT(*) FROM tags WHERE tags.id IN (
    /// //   SELECT post_tags.tag_id FROM post_tags WHERE post_tags.post_id = posts.id)) FROM posts …
    /// # assert_eq!(tags, [(1, 2), (2, 1), (3, 1), (4, 0)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn count(self) -> AggregateOf<Self, Count>
    where
        Self: RelatedRows<Relation: Aggregates, Condition: Condition>,
    {
        Aggregate::new(Count, self.condition().checked())
    }

    /// The sum of a number over the related rows: 0 if there are none, or if it is `NULL` in all of
    /// them. Its SQL type is that of Diesel's `sum`, without the `Nullable`.
    ///
    /// ```
    /// # use blog::{User, schema::{posts, users}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let sums: Vec<i64> =
    ///     users::table.order_by(users::id).select(User::posts.sum(posts::id)).load(conn)?;
    /// // SELECT (SELECT COALESCE(SUM(posts.id), 0) FROM posts WHERE posts.user_id = users.id) FROM users
    /// // ORDER BY users.id
    /// # assert_eq!(sums, [3, 3, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn sum<C, W, V>(self, column: C) -> Applied<Self, Sum, C::Checked, V>
    where
        Self: RelatedRows<Relation: Aggregates, Condition: Condition>,
        C: OfTarget<Self::Relation, W>,
        Sum: Function<C::Checked, V>,
    {
        Aggregate::new(Sum::of(column.checked()), self.condition().checked())
    }

    /// The average of a number over the related rows, `NULL` if there are none. Its SQL type is
    /// that of Diesel's `avg`.
    fn avg<C, W, V>(self, column: C) -> Applied<Self, Avg, C::Checked, V>
    where
        Self: RelatedRows<Relation: Aggregates, Condition: Condition>,
        C: OfTarget<Self::Relation, W>,
        Avg: Function<C::Checked, V>,
    {
        Aggregate::new(Avg::of(column.checked()), self.condition().checked())
    }

    /// The least value over the related rows, `NULL` if there are none.
    fn min<C, W, V>(self, column: C) -> Applied<Self, Min, C::Checked, V>
    where
        Self: RelatedRows<Relation: Aggregates, Condition: Condition>,
        C: OfTarget<Self::Relation, W>,
        Min: Function<C::Checked, V>,
    {
        Aggregate::new(Min::of(column.checked()), self.condition().checked())
    }

    /// The greatest value over the related rows, `NULL` if there are none.
    ///
    /// ```
    /// # use blog::{User, schema::{posts, users}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let latest: Vec<(String, Option<i32>)> = users::table
    ///     .order_by(users::id)
    ///     .select((users::username, User::posts.max(posts::id)))
    ///     .load(conn)?;
    /// // SELECT users.username, (SELECT MAX(posts.id) FROM posts WHERE posts.user_id = users.id)
    /// //   FROM users ORDER BY users.id
    /// # assert_eq!(latest[2], ("carol".to_owned(), None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn max<C, W, V>(self, column: C) -> Applied<Self, Max, C::Checked, V>
    where
        Self: RelatedRows<Relation: Aggregates, Condition: Condition>,
        C: OfTarget<Self::Relation, W>,
        Max: Function<C::Checked, V>,
    {
        Aggregate::new(Max::of(column.checked()), self.condition().checked())
    }
}

#[diagnostic::do_not_recommend]
impl<T: RelatedRows> RelationAggregateMethods for T {}

/// The aggregate `F` of the rows `T`.
pub type AggregateOf<T, F> = Aggregate<
    <T as RelatedRows>::Relation,
    <T as RelatedRows>::TableRef,
    F,
    <<T as RelatedRows>::Condition as Condition>::Checked,
>;

/// The function `F` of the value `C` over the rows `T`.
pub type Applied<T, F, C, Where> = AggregateOf<T, <F as Function<C, Where>>::Value>;

/// A relation to many rows.
#[diagnostic::on_unimplemented(
    message = "`count`, `sum`, `avg`, `min` and `max` are for relations to many rows",
    label = "this relation leads to one row at most: `.join(…)` it and select the column"
)]
pub trait Aggregates:
    Relation<
        Target: Model<PrimaryKey: KeyColumns>,
        Cardinality: ManyRows,
        Keys: Correlates,
        Filter: Default,
    >
{
}

#[diagnostic::do_not_recommend]
impl<R> Aggregates for R where
    R: Relation<
            Target: Model<PrimaryKey: KeyColumns>,
            Cardinality: ManyRows,
            Keys: Correlates,
            Filter: Default,
        >
{
}

/// An aggregate of the rows that `R` leads to: what the methods of [`RelationAggregateMethods`]
/// return.
#[allow(missing_debug_implementations)]
pub struct Aggregate<R: Relation<Keys: Correlates>, E, F, N> {
    rows: Correlated<R, E>,
    identity: PrimaryKey<Target<R>>,
    function: F,
    condition: N,
}

impl<R: Aggregates, E, F, N> Aggregate<R, E, F, N> {
    fn new(function: F, condition: N) -> Self {
        let identity = Default::default();
        Aggregate { rows: Correlated::new(), identity, function, condition }
    }
}

impl<R: Relation<Keys: Correlates>, E, F, N> Aggregate<R, E, F, N> {
    /// What is computed, and of which rows.
    pub(crate) fn into_parts(self) -> (F, N) {
        (self.function, self.condition)
    }
}

impl<R, E, F: Clone, N: Clone> Clone for Aggregate<R, E, F, N>
where
    R: Relation<Target: Model<PrimaryKey: Clone>, Keys: Correlates, Filter: Clone>,
{
    fn clone(&self) -> Self {
        Aggregate {
            rows: self.rows.clone(),
            identity: self.identity.clone(),
            function: self.function.clone(),
            condition: self.condition.clone(),
        }
    }
}

impl<R, E, F, N> Expression for Aggregate<R, E, F, N>
where
    R: Relation<Keys: Correlates>,
    F: Computed,
{
    type SqlType = F::SqlType;
}

impl<R, E, F, N, GB> ValidGrouping<GB> for Aggregate<R, E, F, N>
where
    R: Relation<Keys: Correlates<Source: ValidGrouping<GB>>>,
{
    type IsAggregate = <<R::Keys as Correlates>::Source as ValidGrouping<GB>>::IsAggregate;
}

impl<R, E, F, N, QS> AppearsOnTable<QS> for Aggregate<R, E, F, N>
where
    Self: Expression,
    R: Relation<Keys: Correlates>,
    E: TableRef<SourceTable<R>>,
    QS: AppearsInFromClause<E::Source, Count: StartsHere<R>>,
{
}

impl<R, E, F, N, QS> SelectableExpression<QS> for Aggregate<R, E, F, N>
where
    R: Relation<Keys: Correlates>,
    Self: AppearsOnTable<QS>,
{
}

impl<R: Relation<Keys: Correlates>, E, F, N> QueryId for Aggregate<R, E, F, N> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<R, E, F, N, DB> QueryFragment<DB> for Aggregate<R, E, F, N>
where
    R: Correlating<DB> + Relation<Target: Model<PrimaryKey: WriteColumns<DB>>>,
    E: TableRef<SourceTable<R>>,
    F: WriteComputed<DB>,
    N: WriteCondition<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Aggregate { rows, identity, function, condition } = self;
        out.push_sql("(SELECT ");
        if rows.is_apart() {
            function.write(out.reborrow())?;
            out.push_sql(" FROM ");
            rows.write_distinct_rows(condition, out.reborrow())?;
        } else {
            let columns = <PrimaryKey<Target<R>> as KeyColumns>::LEN;
            let repeat = rows.repeat();
            function.write_renamed(repeat && columns == 1, out.reborrow())?;
            out.push_sql(" FROM ");
            let more = |mut out: AstPass<'_, 'b, DB>| {
                if repeat {
                    out.push_sql(", ");
                    write_as((identity, None), IDENTITY, &mut out)?;
                }
                function.write_operand(out)
            };
            let distinct = repeat && F::distinct(columns);
            rows.write_renamed_rows(condition, distinct, more, out.reborrow())?;
        }
        out.push_sql(")");
        Ok(())
    }
}
