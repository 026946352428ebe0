//! From a row in hand to a query of the rows a relation leads to.

use crate::key::{
    Association, KeyBound, KeyColumns, KeyRef, Keyed, Path, Read, Unread, WriteColumns,
};
use crate::load::Bind;
use crate::relation::{Model, Relation, Source, TableOf, Target};
use crate::route::{Names, Place, Route, Step, WriteRoute};
use crate::stated::WriteAnd;
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
type IsKey<R, S, Columns> =
    KeyIs<Columns, KeyBound<S>, <Source<R> as Keyed<S>>::Key, <R as Relation>::Filter>;

impl<R, K> Related<R> for K
where
    R: Relation<Keys = K, Filter: Default>,
    K: Read<Source: KeyColumns, Target: Default>,
    R::Source: Keyed<K::Source>,
    TableOf<R>: FilterDsl<IsKey<R, K::Source, K::Target>>,
{
    type Query = Filter<TableOf<R>, IsKey<R, K::Source, K::Target>>;

    fn related(source: &R::Source) -> Self::Query {
        TableOf::<R>::table().filter(KeyIs::new(source.key().map(KeyRef::owned)))
    }
}

/// `tags.id IN (SELECT …)`, whose key is bound as the source's column.
type IsLinked<R, K> = LinkedTo<
    Target<R>,
    <K as Step>::Route,
    KeyBound<<K as Step>::Source>,
    <Source<R> as Keyed<<K as Step>::Source>>::Key,
    <R as Relation>::Filter,
>;

macro_rules! related_by_other_tables {
    ($keys:ident, $($parameter:ident),+) => {
        impl<R, $($parameter),+> Related<R> for $keys<$($parameter),+>
        where
            R: Relation<Filter: Default>,
            Self: Step,
            R::Source: Keyed<<Self as Step>::Source>,
            TableOf<R>: FilterDsl<IsLinked<R, Self>>,
        {
            type Query = Filter<TableOf<R>, IsLinked<R, Self>>;

            fn related(source: &R::Source) -> Self::Query {
                TableOf::<R>::table().filter(LinkedTo::new(source.key().map(KeyRef::owned)))
            }
        }
    };
}

related_by_other_tables!(Association, Through, S, Near, Far, T);
related_by_other_tables!(Path, First, Rest);
related_by_other_tables!(Unread, Table, Id, S, T);

/// `column = ?` for a key that may be `NULL`, which then equals nothing; and a relation's filter.
#[derive(Debug, Clone)]
pub struct KeyIs<C, B, K, F> {
    columns: C,
    key: Option<K>,
    filter: F,
    bound: PhantomData<fn() -> B>,
}

impl<C: Default, B, K, F: Default> KeyIs<C, B, K, F> {
    /// Compares the columns with the key.
    pub fn new(key: Option<K>) -> Self {
        let (columns, filter) = Default::default();
        KeyIs { columns, key, filter, bound: PhantomData }
    }
}

impl<C, B, K, F> Expression for KeyIs<C, B, K, F> {
    type SqlType = Nullable<Bool>;
}

impl<C, B, K, F> ValidGrouping<()> for KeyIs<C, B, K, F> {
    type IsAggregate = is_aggregate::No;
}

// That the columns are the table's is known from the declaration.
impl<C, B, K, F, QS> AppearsOnTable<QS> for KeyIs<C, B, K, F> {}

impl<C, B, K, F, QS> SelectableExpression<QS> for KeyIs<C, B, K, F> {}

impl<C: KeyColumns, B: 'static, K, F: QueryId> QueryId for KeyIs<C, B, K, F> {
    type QueryId = KeyIs<C, B, (), F::QueryId>;
    // The comparison of one column is the same with `NULL`.
    const HAS_STATIC_QUERY_ID: bool = C::LEN == 1 && F::HAS_STATIC_QUERY_ID;
}

impl<C, B, K, F, DB> QueryFragment<DB> for KeyIs<C, B, K, F>
where
    DB: Backend,
    C: WriteColumns<DB>,
    B: Bind<DB, K>,
    F: WriteAnd<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        B::write_key_or_null((&self.columns, None), &self.key, out.reborrow())?;
        self.filter.write_and(out)
    }
}

/// `tags.id IN (SELECT post_tags.tag_id FROM post_tags WHERE post_tags.post_id = ?)`
#[derive(Debug, Clone)]
pub struct LinkedTo<M, R, B, K, F> {
    route: R,
    key: Option<K>,
    filter: F,
    types: PhantomData<fn() -> (M, B)>,
}

impl<M, R: Route, B, K, F: Default> LinkedTo<M, R, B, K, F> {
    fn new(key: Option<K>) -> Self {
        LinkedTo { route: R::new(), key, filter: F::default(), types: PhantomData }
    }
}

impl<M, R, B, K, F> Expression for LinkedTo<M, R, B, K, F> {
    type SqlType = Nullable<Bool>;
}

impl<M, R, B, K, F> ValidGrouping<()> for LinkedTo<M, R, B, K, F> {
    type IsAggregate = is_aggregate::No;
}

impl<M, R, B, K, F, QS> AppearsOnTable<QS> for LinkedTo<M, R, B, K, F> {}

impl<M: 'static, R: Route, B: 'static, K, F: QueryId> QueryId for LinkedTo<M, R, B, K, F> {
    type QueryId = LinkedTo<M, R, B, (), F::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = R::Near::LEN == 1 && F::HAS_STATIC_QUERY_ID;
}

impl<M, R, B, K, F, DB> QueryFragment<DB> for LinkedTo<M, R, B, K, F>
where
    M: Model,
    R: WriteRoute<DB, Near: WriteColumns<DB>>,
    B: Bind<DB, K>,
    F: WriteAnd<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = Names::of::<M, R>();
        self.route.write_members(Place::first(&names), out.reborrow())?;
        out.push_sql(" WHERE ");
        let near_table = names.name(R::near_place(0, 1));
        let near = (self.route.near(), near_table.as_deref());
        B::write_key_or_null(near, &self.key, out.reborrow())?;
        // Inside: it may be one of the association table's columns.
        self.filter.write_and(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
