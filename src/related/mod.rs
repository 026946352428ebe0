// Uses `clause`, `database`, `route` and `model`.

//! From loaded rows to a query for their related rows.

pub(crate) mod row_or_key;
pub(crate) mod sources;

pub use crate::related::row_or_key::{Is, RowOrKey};
pub use crate::related::sources::{HeldKey, SeveralKeys, Sources, WriteKeys};

use crate::model::key::{
    Association, KeyBound, KeyColumns, Keyed, Path, Read, Unread, WriteColumns,
};
use crate::model::relation::{Model, Relation, Source, TableOf, Target};
use crate::route::{Names, Place, Route, Step, WriteAnd, WriteRoute};
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

/// Builds a Diesel query for the rows related to loaded rows.
///
/// Available on a model, a slice or `Vec` of models, a [`Graph`](crate::Graph), and the
/// [`Nodes`](crate::Nodes) that an accessor returns.
pub trait RelatedDsl: Sources {
    /// Returns a query for the related rows: an ordinary Diesel query, which has not been sent yet.
    ///
    /// A row whose key is `NULL` has none. For a many-to-many relation the condition is a subquery:
    /// `tags.id IN (SELECT post_tags.tag_id FROM post_tags WHERE post_tags.post_id = ?)`.
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
    ///
    /// For several rows it is one query for all of them, whose keys are one list; SQLite allows 32
    /// 766 of them, MariaDB 65 535. An empty slice has no related rows.
    ///
    /// ```
    /// # use blog::{User, schema::{posts, users}};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let users: Vec<User> = users::table.select(User::as_select()).load(conn)?;
    /// diesel::update(users.related(User::posts).filter(posts::content.is_null()))
    ///     .set(posts::content.eq("to be written"))
    ///     .execute(conn)?;
    /// // UPDATE posts SET content = ?
    /// //   WHERE (posts.user_id IN (?, ?, ?) AND (posts.content IS NULL))
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn related<R>(&self, relation: R) -> <R::Keys as Related<R, Self>>::Query
    where
        R: Relation<Source = Self::Model, Keys: Related<R, Self>>,
    {
        let _ = relation;
        R::Keys::related(self)
    }
}

impl<S: Sources + ?Sized> RelatedDsl for S {}

/// Keys for querying the rows related to the sources `S`.
pub trait Related<R: Relation, S: ?Sized> {
    /// The query.
    type Query;
    /// The query of the rows related to `sources`.
    fn related(sources: &S) -> Self::Query;
}

/// `column = ?`, bound as the source's column.
type IsKey<R, S, Key, Columns> =
    KeyIs<Columns, KeyBound<Key>, HeldKeys<R, S, Key>, <R as Relation>::Filter>;

type HeldKeys<R, S, Key> = <S as Sources>::Keys<<Source<R> as Keyed<Key>>::Key>;

impl<R, S, K> Related<R, S> for K
where
    R: Relation<Keys = K, Filter: Default>,
    S: Sources<Model = R::Source> + ?Sized,
    K: Read<Source: KeyColumns, Target: Default>,
    R::Source: Keyed<K::Source>,
    TableOf<R>: FilterDsl<IsKey<R, S, K::Source, K::Target>>,
{
    type Query = Filter<TableOf<R>, IsKey<R, S, K::Source, K::Target>>;

    fn related(sources: &S) -> Self::Query {
        TableOf::<R>::table().filter(KeyIs::new(sources.keys::<K::Source>()))
    }
}

/// `tags.id IN (SELECT …)`, whose key is bound as the source's column.
type IsLinked<R, S, K> = LinkedTo<
    Target<R>,
    <K as Step>::Route,
    KeyBound<<K as Step>::Source>,
    HeldKeys<R, S, <K as Step>::Source>,
    <R as Relation>::Filter,
>;

macro_rules! related_by_other_tables {
    ($keys:ident, $($parameter:ident),+) => {
        impl<R, Rows, $($parameter),+> Related<R, Rows> for $keys<$($parameter),+>
        where
            R: Relation<Filter: Default>,
            Rows: Sources<Model = R::Source> + ?Sized,
            Self: Step,
            R::Source: Keyed<<Self as Step>::Source>,
            TableOf<R>: FilterDsl<IsLinked<R, Rows, Self>>,
        {
            type Query = Filter<TableOf<R>, IsLinked<R, Rows, Self>>;

            fn related(sources: &Rows) -> Self::Query {
                TableOf::<R>::table().filter(LinkedTo::new(sources.keys::<<Self as Step>::Source>()))
            }
        }
    };
}

related_by_other_tables!(Association, Through, S, Near, Far, T);
related_by_other_tables!(Path, First, Rest);
related_by_other_tables!(Unread, Table, Id, S, T);

/// `column = ?` for a key that may be `NULL`, which then equals nothing, or `column IN (…)`; and
/// the relation's filter. `K` holds the keys.
#[derive(Debug)]
pub struct KeyIs<C, B, K, F> {
    columns: C,
    keys: K,
    filter: F,
    bound: PhantomData<fn() -> B>,
}

impl<C: Default, B, K, F: Default> KeyIs<C, B, K, F> {
    /// Compares the columns with the keys.
    pub fn new(keys: K) -> Self {
        let (columns, filter) = Default::default();
        KeyIs { columns, keys, filter, bound: PhantomData }
    }
}

impl<C, B, K, F> KeyIs<C, B, K, F> {
    /// The keys.
    pub(crate) fn keys(&self) -> &K {
        &self.keys
    }
}

impl<C: Clone, B, K: Clone, F: Clone> Clone for KeyIs<C, B, K, F> {
    fn clone(&self) -> Self {
        let KeyIs { columns, keys, filter, bound } = self;
        KeyIs {
            columns: columns.clone(),
            keys: keys.clone(),
            filter: filter.clone(),
            bound: *bound,
        }
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

impl<C: KeyColumns, B: 'static, K: HeldKey, F: QueryId> QueryId for KeyIs<C, B, K, F> {
    type QueryId = KeyIs<C, B, (), F::QueryId>;
    // The comparison of one column is the same with `NULL`.
    const HAS_STATIC_QUERY_ID: bool = K::ONE && C::LEN == 1 && F::HAS_STATIC_QUERY_ID;
}

impl<C, B, K, F, DB> QueryFragment<DB> for KeyIs<C, B, K, F>
where
    DB: Backend,
    C: WriteColumns<DB>,
    K: WriteKeys<DB, B>,
    F: WriteAnd<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.keys.write_keys((&self.columns, None), out.reborrow())?;
        self.filter.write_and(out)
    }
}

/// `tags.id IN (SELECT post_tags.tag_id FROM post_tags WHERE post_tags.post_id = ?)`
#[derive(Debug)]
pub struct LinkedTo<M, R, B, K, F> {
    route: R,
    keys: K,
    filter: F,
    types: PhantomData<fn() -> (M, B)>,
}

impl<M, R: Route, B, K, F: Default> LinkedTo<M, R, B, K, F> {
    fn new(keys: K) -> Self {
        LinkedTo { route: R::new(), keys, filter: F::default(), types: PhantomData }
    }
}

impl<M, R: Clone, B, K: Clone, F: Clone> Clone for LinkedTo<M, R, B, K, F> {
    fn clone(&self) -> Self {
        let LinkedTo { route, keys, filter, types } = self;
        LinkedTo { route: route.clone(), keys: keys.clone(), filter: filter.clone(), types: *types }
    }
}

impl<M, R, B, K, F> Expression for LinkedTo<M, R, B, K, F> {
    type SqlType = Nullable<Bool>;
}

impl<M, R, B, K, F> ValidGrouping<()> for LinkedTo<M, R, B, K, F> {
    type IsAggregate = is_aggregate::No;
}

impl<M, R, B, K, F, QS> AppearsOnTable<QS> for LinkedTo<M, R, B, K, F> {}

impl<M: 'static, R: Route, B: 'static, K: HeldKey, F: QueryId> QueryId for LinkedTo<M, R, B, K, F> {
    type QueryId = LinkedTo<M, R, B, (), F::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = K::ONE && R::Near::LEN == 1 && F::HAS_STATIC_QUERY_ID;
}

impl<M, R, B, K, F, DB> QueryFragment<DB> for LinkedTo<M, R, B, K, F>
where
    M: Model,
    R: WriteRoute<DB, Near: WriteColumns<DB>>,
    K: WriteKeys<DB, B>,
    F: WriteAnd<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let names = Names::of::<M, R>();
        self.route.write_members(Place::first(&names), out.reborrow())?;
        out.push_sql(" WHERE ");
        let near_table = names.name(R::near_place(0, 1));
        let near = (self.route.near(), near_table.as_deref());
        self.keys.write_keys(near, out.reborrow())?;
        self.route.write_member_filter(Place::first(&names), out.reborrow())?;
        // Inside: it may be one of the association table's columns.
        self.filter.write_and(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
