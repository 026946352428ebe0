//! Rows with further values that the query selects too.

use crate::database::backend::Database;
use crate::graph::pairs::Pairs;
#[cfg(feature = "async")]
use crate::load::asynchronous;
#[cfg(feature = "async")]
use crate::load::mode::Async;
use crate::load::mode::{Blocking, Connected, Mode};
use crate::load::own_rows::Over;
use crate::load::{Load, blocking, trace};
use crate::model::relation::{Model, One};
use crate::sql::sent::Limited;
use diesel::connection::LoadConnection;
use diesel::dsl::{AsSelect, Limit, Select};
use diesel::prelude::*;
use diesel::query_builder::AsQuery;
use diesel::query_dsl::methods::{LimitDsl, LoadQuery, SelectDsl};
#[cfg(feature = "async")]
use diesel_async::{AsyncConnectionCore, methods::LoadQuery as AsyncLoadQuery};
#[cfg(feature = "async")]
use futures_util::{StreamExt, TryStreamExt, future::BoxFuture};
use std::marker::PhantomData;
#[cfg(feature = "async")]
use std::pin::pin;

/// A query for rows with relations, and with a value of the type `V` for each row.
///
/// Made by [`also_select`](Load::also_select).
#[derive(Debug)]
#[must_use = "a query does nothing until it is loaded"]
pub struct AlsoSelect<Q, M, E, X, V> {
    load: Load<Q, M, E>,
    selection: X,
    value: PhantomData<fn() -> V>,
}

impl<Q: Clone, M, E: Clone, X: Clone, V> Clone for AlsoSelect<Q, M, E, X, V> {
    fn clone(&self) -> Self {
        let (load, selection) = (self.load.clone(), self.selection.clone());
        AlsoSelect { load, selection, value: PhantomData }
    }
}

/// Values alongside the rows.
impl<Q, M, E> Load<Q, M, E> {
    /// Also selects an expression for each row, in the statement of the rows themselves. It may be
    /// a tuple, and may use everything the query selects from. `V` is its Rust type, as Diesel
    /// reads it.
    ///
    /// Iterating the result yields pairs of a node and a value; [`first`](AlsoSelect::first)
    /// returns one pair.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let users = users::table
    ///     .order_by(users::id)
    ///     .with(User::profile)
    ///     .also_select::<(i64, Option<i32>), _>((User::posts.count(), User::posts.max(posts::id)))
    ///     .load(conn)?;
    /// // SELECT users.id, users.username,
    /// //   (SELECT COUNT(*) FROM posts WHERE posts.user_id = users.id),
    /// //   (SELECT MAX(posts.id) FROM posts WHERE posts.user_id = users.id) FROM users ORDER BY users.id
    /// // SELECT … FROM profiles WHERE profiles.user_id IN (?, ?, ?)
    /// for (user, (posts, latest)) in &users {
    ///     println!("{}: {posts} posts, {latest:?} the latest", user.username);
    /// }
    /// # assert_eq!(users.values(), [(2, Some(2)), (1, Some(3)), (0, None)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn also_select<V, X: Expression>(self, selection: X) -> AlsoSelect<Q, M, E, X, V> {
        AlsoSelect { load: self, selection, value: PhantomData }
    }
}

/// The methods that send the statements, as on [`Load`].
impl<Q, M, E, X, V> AlsoSelect<Q, M, E, X, V> {
    /// Loads all rows with their relations and values. See [`Load::load`].
    pub fn load<'q, 'c, C, S, P>(self, conn: &'c mut C) -> S::Output<'c, P>
    where
        S: Mode,
        C: Connected<S>,
        Self: PairsOn<'q, C, V, S, Pairs = P> + 'c,
    {
        self.all(conn)
    }

    /// Loads the first row (`LIMIT 1`) with its relations, and its value. See [`Load::first`].
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let (alice, posts) = users::table
    ///     .find(1)
    ///     .with(User::posts.order_by(posts::id.desc()).per_parent(1))
    ///     .also_select::<i64, _>(User::posts.count())
    ///     .first(conn)?;
    /// assert_eq!(alice.posts().len(), 1);
    /// assert_eq!(posts, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn first<'q, 'c, C, S, P>(self, conn: &'c mut C) -> S::Output<'c, P>
    where
        S: Mode,
        C: Connected<S>,
        Self: PairsOn<'q, C, V, S, Pair = P> + 'c,
    {
        self.limited(conn)
    }

    /// Loads the first row without a `LIMIT`. See [`Load::get_result`].
    pub fn get_result<'q, 'c, C, S, P>(self, conn: &'c mut C) -> S::Output<'c, P>
    where
        S: Mode,
        C: Connected<S>,
        Self: PairsOn<'q, C, V, S, Pair = P> + 'c,
    {
        self.single(conn)
    }
}

/// An [`AlsoSelect`] that can be run over the connection `C`.
#[diagnostic::on_unimplemented(
    message = "`{V}` cannot be loaded beside the rows",
    label = "not what `.also_select(…)` selects, or not from this query",
    note = "the selection is an expression of the tables in the query, and `{V}` the type, or a tuple of \
            types, as which Diesel reads it: `i64` for a `BigInt`",
    note = "the filters and orders inside `.with(…)` have to be valid for that database, and over an \
            async connection models and values `Send`"
)]
pub trait PairsOn<'q, C: Connected<S>, V, S: Mode = Blocking> {
    /// All rows and their values.
    type Pairs;
    /// One row and its value.
    type Pair;
    /// Loads all rows.
    fn all<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::Pairs>
    where
        Self: 'c;
    /// Loads the first row, with a `LIMIT`.
    fn limited<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::Pair>
    where
        Self: 'c;
    /// Loads the first row, without a `LIMIT`.
    fn single<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::Pair>
    where
        Self: 'c;
}

/// What is selected: the columns of the model, and the value.
type RowAndValue<M, DB, X> = (AsSelect<M, DB>, X);

#[diagnostic::do_not_recommend]
impl<'q, C, Q, M, E, X, V> PairsOn<'q, C, V, Blocking> for AlsoSelect<Q, M, E, X, V>
where
    C: LoadConnection<Backend: Database>,
    M: Model + SelectableHelper<C::Backend>,
    RowAndValue<M, C::Backend, X>: Expression,
    Q: AsQuery<SqlType: Over<C::Backend>>
        + SelectDsl<RowAndValue<M, C::Backend, X>, Output: LoadQuery<'q, C, (M, V)>>
        + LimitDsl<Output: SelectDsl<RowAndValue<M, C::Backend, X>>>,
    Limited<Select<Limit<Q>, RowAndValue<M, C::Backend, X>>>: LoadQuery<'q, C, (M, V)>,
    E: blocking::Fill<'q, C::Backend, M>,
{
    type Pairs = Pairs<M, E::Loaded, V>;
    type Pair = (One<M, E::Loaded>, V);

    fn all<'c>(self, conn: &'c mut C) -> QueryResult<Self::Pairs>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| {
            let rows = self.load.query.select((M::as_select(), self.selection));
            let (rows, values) = rows.load_iter(conn)?.collect::<QueryResult<_>>()?;
            let graph = blocking::graph(rows, self.load.edges, conn)?;
            Ok(Pairs::new(graph, values))
        })
    }

    fn limited<'c>(self, conn: &'c mut C) -> QueryResult<Self::Pair>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| {
            let row = self.load.query.limit(1).select((M::as_select(), self.selection));
            let (row, value) = Limited(row).get_result(conn)?;
            Ok((blocking::one(row, self.load.edges, conn)?, value))
        })
    }

    fn single<'c>(self, conn: &'c mut C) -> QueryResult<Self::Pair>
    where
        Self: 'c,
    {
        trace::load::<M, _>(|| {
            let row = self.load.query.select((M::as_select(), self.selection));
            let (row, value) = row.get_result(conn)?;
            Ok((blocking::one(row, self.load.edges, conn)?, value))
        })
    }
}

#[cfg(feature = "async")]
#[diagnostic::do_not_recommend]
impl<'q, C, Q, M, E, X, V> PairsOn<'q, C, V, Async> for AlsoSelect<Q, M, E, X, V>
where
    C: AsyncConnectionCore<Backend: Database>,
    M: Model + SelectableHelper<C::Backend> + Send + Sync,
    RowAndValue<M, C::Backend, X>: Expression,
    Q: AsQuery<SqlType: Over<C::Backend>>
        + SelectDsl<RowAndValue<M, C::Backend, X>, Output: AsyncLoadQuery<'q, C, (M, V)>>
        + LimitDsl<Output: SelectDsl<RowAndValue<M, C::Backend, X>>>
        + Send,
    Limited<Select<Limit<Q>, RowAndValue<M, C::Backend, X>>>: AsyncLoadQuery<'q, C, (M, V)>,
    E: asynchronous::Fill<'q, C::Backend, M> + Send,
    X: Send,
    V: Send,
{
    type Pairs = Pairs<M, E::Loaded, V>;
    type Pair = (One<M, E::Loaded>, V);

    fn all<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Pairs>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            let rows = self.load.query.select((M::as_select(), self.selection));
            let rows = rows.internal_load(conn).await?.try_collect::<Vec<_>>().await?;
            let (rows, values) = rows.into_iter().unzip();
            let graph = asynchronous::graph(rows, self.load.edges, conn).await?;
            Ok(Pairs::new(graph, values))
        }))
    }

    fn limited<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Pair>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            let row = self.load.query.limit(1).select((M::as_select(), self.selection));
            let (row, value) = first(Limited(row), conn).await?;
            Ok((asynchronous::one(row, self.load.edges, conn).await?, value))
        }))
    }

    fn single<'c>(self, conn: &'c mut C) -> BoxFuture<'c, QueryResult<Self::Pair>>
    where
        Self: 'c,
    {
        Box::pin(trace::load_async::<M, _>(async move {
            let row = self.load.query.select((M::as_select(), self.selection));
            let (row, value) = first(row, conn).await?;
            Ok((asynchronous::one(row, self.load.edges, conn).await?, value))
        }))
    }
}

/// The first row of a query.
#[cfg(feature = "async")]
fn first<'q, Q, C, T>(query: Q, conn: &mut C) -> impl Future<Output = QueryResult<T>> + Send
where
    C: AsyncConnectionCore,
    Q: AsyncLoadQuery<'q, C, T>,
    T: Send,
{
    let rows = query.internal_load(conn);
    async move { pin!(rows.await?).next().await.ok_or(diesel::NotFound)? }
}
