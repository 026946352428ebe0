//! From a row in hand to a query of the rows a relation leads to.

use crate::key::{Association, KeyColumns, KeyRef, KeySqlType, Keyed, Pair};
use crate::load::{Linked, Names, Route, WriteKeys, WriteRoute};
use crate::relation::{Model, Relation, Source, TableOf, Target};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::backend::Backend;
use diesel::dsl::Filter;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_dsl::methods::FilterDsl;
use diesel::sql_types::{Bool, Nullable};
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
type IsKey<M, S, Columns> = KeyIs<Columns, KeySqlType<S>, <M as Keyed<S>>::Key>;

impl<R, K> Related<R> for K
where
    R: Relation<Keys = K>,
    K: Pair<Source: KeyColumns, Target: Default>,
    R::Source: Keyed<K::Source>,
    TableOf<R>: FilterDsl<IsKey<R::Source, K::Source, K::Target>>,
{
    type Query = Filter<TableOf<R>, IsKey<R::Source, K::Source, K::Target>>;

    fn related(source: &R::Source) -> Self::Query {
        TableOf::<R>::table().filter(KeyIs::new(source.key().map(KeyRef::owned)))
    }
}

/// `tags.id IN (SELECT …)`, whose key is bound as the source's column.
type IsLinked<R, K> = LinkedTo<
    Target<R>,
    <K as Linked>::Route,
    KeySqlType<<K as Linked>::Source>,
    <Source<R> as Keyed<<K as Linked>::Source>>::Key,
>;

impl<R, Through, S, Near, Far, T> Related<R> for Association<Through, S, Near, Far, T>
where
    R: Relation,
    Self: Linked<Source: KeyColumns>,
    R::Source: Keyed<<Self as Linked>::Source>,
    TableOf<R>: FilterDsl<IsLinked<R, Self>>,
{
    type Query = Filter<TableOf<R>, IsLinked<R, Self>>;

    fn related(source: &R::Source) -> Self::Query {
        TableOf::<R>::table().filter(LinkedTo::new(source.key().map(KeyRef::owned)))
    }
}

/// `column = ?` for a key that may be `NULL`, which then equals nothing.
#[derive(Debug, Clone)]
pub struct KeyIs<C, ST, K> {
    columns: C,
    key: Option<K>,
    sql_type: PhantomData<fn() -> ST>,
}

impl<C: Default, ST, K> KeyIs<C, ST, K> {
    /// Compares the columns with the key.
    pub fn new(key: Option<K>) -> Self {
        KeyIs { columns: C::default(), key, sql_type: PhantomData }
    }
}

impl<C, ST, K> Expression for KeyIs<C, ST, K> {
    type SqlType = Nullable<Bool>;
}

impl<C, ST, K> ValidGrouping<()> for KeyIs<C, ST, K> {
    type IsAggregate = is_aggregate::No;
}

// That the columns are the table's is known from the declaration.
impl<C, ST, K, QS> AppearsOnTable<QS> for KeyIs<C, ST, K> {}

impl<C, ST, K, QS> SelectableExpression<QS> for KeyIs<C, ST, K> {}

impl<C: KeyColumns, ST: 'static, K> QueryId for KeyIs<C, ST, K> {
    type QueryId = KeyIs<C, ST, ()>;
    // The comparison of one column is the same with `NULL`.
    const HAS_STATIC_QUERY_ID: bool = C::LEN == 1;
}

impl<C, ST, K, DB> QueryFragment<DB> for KeyIs<C, ST, K>
where
    DB: Backend,
    C: WriteKeys<DB, ST, K>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.columns.write_key_or_null(None, &self.key, out)
    }
}

/// `tags.id IN (SELECT post_tags.tag_id FROM post_tags WHERE post_tags.post_id = ?)`
#[derive(Debug, Clone)]
pub struct LinkedTo<M, R, ST, K> {
    route: R,
    key: Option<K>,
    types: PhantomData<fn() -> (M, ST)>,
}

impl<M, R: Route, ST, K> LinkedTo<M, R, ST, K> {
    fn new(key: Option<K>) -> Self {
        LinkedTo { route: R::new(), key, types: PhantomData }
    }
}

impl<M, R, ST, K> Expression for LinkedTo<M, R, ST, K> {
    type SqlType = Nullable<Bool>;
}

impl<M, R, ST, K> ValidGrouping<()> for LinkedTo<M, R, ST, K> {
    type IsAggregate = is_aggregate::No;
}

impl<M, R, ST, K, QS> AppearsOnTable<QS> for LinkedTo<M, R, ST, K> {}

impl<M: 'static, R: Route, ST: 'static, K> QueryId for LinkedTo<M, R, ST, K> {
    type QueryId = LinkedTo<M, R, ST, ()>;
    const HAS_STATIC_QUERY_ID: bool = R::Near::LEN == 1;
}

impl<M, R, ST, K, DB> QueryFragment<DB> for LinkedTo<M, R, ST, K>
where
    M: Model,
    R: WriteRoute<DB, Near: WriteKeys<DB, ST, K>>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = Names::of::<M, R>();
        self.route.write_members(&names, 0, 1, out.reborrow())?;
        out.push_sql(" WHERE ");
        let near_table = names.name(R::near_place(0, 1));
        self.route.near().write_key_or_null(near_table.as_deref(), &self.key, out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
