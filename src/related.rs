//! From a row in hand to a query of the rows a relation leads to.

use crate::key::{Association, KeySqlType, Keyed, Pair};
use crate::relation::{Model, Relation, TableOf};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::dsl::{Filter, Select};
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_dsl::methods::{FilterDsl, SelectDsl};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, IntoNotNullable, Nullable};
use std::marker::PhantomData;

/// Reaches from a row to the rows that a relation leads to, as a Diesel query.
pub trait RelatedDsl: Model {
    /// A query of the related rows: an ordinary Diesel query, which nothing has sent yet.
    ///
    /// A row whose key is `NULL` has none. Through a many-to-many relation the condition is a
    /// sub-query: `tags.id IN (SELECT post_tags.tag_id FROM post_tags WHERE post_tags.post_id = ?)`.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let alice: User = users::table.find(1).select(User::as_select()).first(conn)?;
    /// let count: i64 = alice.related(User::posts).count().get_result(conn)?;
    /// // SELECT COUNT(*) FROM posts WHERE posts.user_id = ?
    /// assert_eq!(count, 2);
    /// diesel::update(alice.related(User::posts))
    ///     .set(posts::content.eq("to be written"))
    ///     .execute(conn)?;
    /// // UPDATE posts SET content = ? WHERE posts.user_id = ?
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn related<R>(&self, relation: R) -> <R::Keys as Related<R>>::Query
    where
        R: Relation<Source = Self, Keys: Related<R>>,
    {
        let _ = relation;
        R::Keys::related(self)
    }
}

impl<M: Model> RelatedDsl for M {}

/// Keys by which the rows related to a single source can be queried.
pub trait Related<R: Relation> {
    /// The query.
    type Query;
    /// The query of the rows related to `source`.
    fn related(source: &R::Source) -> Self::Query;
}

/// `column = ?`, bound as the source's column.
type IsKey<M, S, Column> = KeyIs<Column, KeySqlType<S>, <M as Keyed<S>>::Key>;

impl<R, K> Related<R> for K
where
    R: Relation<Keys = K>,
    K: Pair<Source: Expression<SqlType: IntoNotNullable>, Target: Default>,
    R::Source: Keyed<K::Source>,
    TableOf<R>: FilterDsl<IsKey<R::Source, K::Source, K::Target>>,
{
    type Query = Filter<TableOf<R>, IsKey<R::Source, K::Source, K::Target>>;

    fn related(source: &R::Source) -> Self::Query {
        TableOf::<R>::table().filter(KeyIs::new(source.key()))
    }
}

/// `SELECT post_tags.tag_id FROM post_tags WHERE post_tags.post_id = ?`
type Pairs<M, Through, S, Near, Far> = Select<Filter<Through, IsKey<M, S, Near>>, Far>;

impl<R, Through, S, Near, Far, T> Related<R> for Association<Through, S, Near, Far, T>
where
    R: Relation,
    R::Source: Keyed<S>,
    S: Expression<SqlType: IntoNotNullable>,
    Through:
        HasTable<Table = Through> + FilterDsl<IsKey<R::Source, S, Near>, Output: SelectDsl<Far>>,
    Near: Default,
    Far: Default + Expression,
    T: Default,
    TableOf<R>: FilterDsl<InQuery<T, Pairs<R::Source, Through, S, Near, Far>>>,
{
    type Query = Filter<TableOf<R>, InQuery<T, Pairs<R::Source, Through, S, Near, Far>>>;

    fn related(source: &R::Source) -> Self::Query {
        let pairs = Through::table().filter(KeyIs::new(source.key())).select(Far::default());
        TableOf::<R>::table().filter(InQuery(T::default(), pairs))
    }
}

/// `column = ?` for a key that may be `NULL`, which then equals nothing.
#[derive(Debug, Clone)]
pub struct KeyIs<C, ST, K> {
    column: C,
    key: Option<K>,
    sql_type: PhantomData<fn() -> ST>,
}

impl<C: Default, ST, K: Clone> KeyIs<C, ST, K> {
    /// Compares the column with the key.
    pub fn new(key: Option<&K>) -> Self {
        KeyIs { column: C::default(), key: key.cloned(), sql_type: PhantomData }
    }
}

impl<C, ST, K> Expression for KeyIs<C, ST, K> {
    type SqlType = Nullable<Bool>;
}

impl<C, ST, K> ValidGrouping<()> for KeyIs<C, ST, K> {
    type IsAggregate = is_aggregate::No;
}

impl<C: AppearsOnTable<QS>, ST, K, QS> AppearsOnTable<QS> for KeyIs<C, ST, K> {}

impl<C: SelectableExpression<QS>, ST, K, QS> SelectableExpression<QS> for KeyIs<C, ST, K> {}

impl<C: QueryId, ST: 'static, K> QueryId for KeyIs<C, ST, K> {
    type QueryId = KeyIs<C::QueryId, ST, ()>;
    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}

impl<C, ST, K, DB> QueryFragment<DB> for KeyIs<C, ST, K>
where
    DB: Backend + HasSqlType<Nullable<ST>>,
    ST: diesel::sql_types::SqlType,
    C: QueryFragment<DB>,
    Option<K>: ToSql<Nullable<ST>, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ");
        out.push_bind_param::<Nullable<ST>, Option<K>>(&self.key)
    }
}

/// `column IN (SELECT …)`
#[derive(Debug, Clone, QueryId)]
pub struct InQuery<C, Q>(C, Q);

impl<C, Q> Expression for InQuery<C, Q> {
    type SqlType = Bool;
}

impl<C, Q> ValidGrouping<()> for InQuery<C, Q> {
    type IsAggregate = is_aggregate::No;
}

impl<C: AppearsOnTable<QS>, Q, QS> AppearsOnTable<QS> for InQuery<C, Q> {}

impl<C: QueryFragment<DB>, Q: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for InQuery<C, Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        self.1.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
