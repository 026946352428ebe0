//! Loading: the query with its relations, the methods that run it, and the two drivers, one
//! blocking and one async.
//!
//! Uses `fetch` and what that uses.

pub(crate) mod aggregated;
pub(crate) mod also_select;
#[cfg(feature = "async")]
pub(crate) mod asynchronous;
pub(crate) mod batches;
pub(crate) mod blocking;
pub(crate) mod condition;
pub(crate) mod joined;
pub(crate) mod mode;
pub(crate) mod own_rows;
pub(crate) mod refused;
pub(crate) mod settled;
pub(crate) mod statement_tree;
pub(crate) mod trace;
pub(crate) mod upgrade;

use crate::load::mode::{Blocking, Connected, Mode};
use crate::load::own_rows::SelectsRows;
use crate::model::from::{Occurrences, SelectFrom, SourceTable};
use crate::model::relation::{Model, Source};
use crate::plan::dsl::Plan;
use crate::plan::fits::{FitsIn, Fitted, JoinedTo};
use crate::plan::joined::onto::Cut;
use diesel::prelude::*;
use diesel::query_builder::AsQuery;
use diesel::query_source::{AppearsInFromClause, Once};
use std::marker::PhantomData;

/// A query for rows of `M` together with the relations to load with them.
///
/// Built by [`with`](WithDsl::with); run by [`load`](Load::load), [`first`](Load::first) and
/// [`get_result`](Load::get_result). It closes the query: filter and order before calling `with`.
///
/// ```
/// use blog::{User, schema::users};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// let query = users::table.filter(users::id.gt(1)).with(User::posts); // sends nothing
/// # let conn = &mut blog::database()?;
/// let users = query.clone().load(conn)?; // it is `Clone` if its query and its filters are
/// # assert_eq!(users.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "a query does nothing until it is loaded"]
pub struct Load<Q, M, E> {
    query: Q,
    edges: E,
    model: PhantomData<fn() -> M>,
}

impl<Q: Clone, M, E: Clone> Clone for Load<Q, M, E> {
    fn clone(&self) -> Self {
        Load { query: self.query.clone(), edges: self.edges.clone(), model: PhantomData }
    }
}

/// Specifies which relations to load with the rows of a Diesel query.
pub trait WithDsl: QueryDsl + Sized {
    /// Also loads a relation. Sends one statement for each list of keys: on PostgreSQL one in
    /// total, on other databases, and for keys of several columns, one per 1 024 keys, or one in all if
    /// the query is a whole table.
    ///
    /// Works on any Diesel query of the relation's table: filtered, ordered, limited, joined,
    /// boxed. Call it once per relation, and nest relations of the related rows inside. The
    /// statements are sent in the order of the declarations on the struct, each followed by its
    /// nested ones:
    ///
    /// ```
    /// use blog::{Post, User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let users = users::table
    ///     .with(User::profile)
    ///     .with(User::posts.with(Post::tags))
    ///     .load(conn)?;
    /// // SELECT users.id, users.username FROM users
    /// // SELECT … FROM posts WHERE posts.user_id IN (?, ?, ?)
    /// // SELECT post_tags.post_id, tags.id, tags.id, tags.name
    /// //   FROM tags INNER JOIN post_tags ON post_tags.tag_id = tags.id
    /// //   WHERE post_tags.post_id IN (?, ?, ?)
    /// // SELECT … FROM profiles WHERE profiles.user_id IN (?, ?, ?)
    /// # assert_eq!(users.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn with<P>(self, plan: P) -> With<Self, P>
    where
        P: FitsQuery<Self>,
    {
        plan.fit_query(self)
    }

    /// Also loads a relation if the condition holds. Use it when the choice is made at run time: by
    /// a client's `?include=posts`, or by the fields of a GraphQL query.
    ///
    /// The accessor then returns an `Option`. It is `None` if the condition was false, and then no
    /// statement was sent for the relation or for those nested in it. A function requires such rows
    /// with [`MayHave`](crate::MayHave).
    ///
    /// ```
    /// use blog::{Post, User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let include = ["posts", "posts.tags"];
    /// let posts = User::posts.with_if(include.contains(&"posts.tags"), Post::tags);
    /// let users = users::table
    ///     .order_by(users::id)
    ///     .with_if(include.contains(&"posts"), posts)
    ///     .with_if(include.contains(&"profile"), User::profile)
    ///     .load(conn)?;
    ///
    /// let alice = users.get(0).expect("alice");
    /// assert_eq!(alice.posts().map(|posts| posts.len()), Some(2));
    /// assert!(alice.profile().is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn with_if<P>(self, condition: bool, plan: P) -> With<Self, Option<P>>
    where
        Option<P>: FitsQuery<Self>,
    {
        self.with(condition.then_some(plan))
    }
}

#[diagnostic::do_not_recommend]
impl<Q: QueryDsl> WithDsl for Q {}

/// The query that `Q.with(P)` returns.
pub type With<Q, P> = <P as FitsQuery<Q>>::Load;

/// The load with one plan more.
type Also<Q, M, E, P> = Load<JoinedTo<E, P, Q>, M, Fitted<E, P, Q>>;

/// A plan whose relation starts from the rows of the query `Q`.
pub trait FitsQuery<Q>: Plan {
    /// The query with the plan.
    type Load;
    /// The query with the plan.
    fn fit_query(self, query: Q) -> Self::Load;
}

impl<P, Q> FitsQuery<Q> for P
where
    P: FitsIn<EdgesOf<P>, RowsOf<Q, P>>,
    Q: AsQuery<Query: SelectFrom<From: AppearsInFromClause<SourceTable<P::Relation>>>>,
    Occurrences<Q, P::Relation>: HasRows<Q, SourceOf<P>>,
{
    type Load = Load<P::Joined, SourceOf<P>, P::Edges>;

    fn fit_query(self, query: Q) -> Self::Load {
        let rows = Occurrences::<Q, P::Relation>::query(query);
        let (edges, query) = self.fit(EdgesOf::<P>::default(), rows);
        Load { query, edges, model: PhantomData }
    }
}

/// The query itself. If it has no such rows, this resolves to nothing, so that rustc reports no
/// further errors.
type RowsOf<Q, P> = <Occurrences<Q, <P as Plan>::Relation> as HasRows<Q, SourceOf<P>>>::Query;
type SourceOf<P> = Source<<P as Plan>::Relation>;
type EdgesOf<P> = <SourceOf<P> as Model>::Edges;

/// Lets a query load rows of the model `M`, if the table of `M` is in it.
///
/// Implemented for the number of times the table occurs, so that rustc reports only this error.
#[diagnostic::on_unimplemented(
    message = "this query has no rows of `{M}`, whose relation `.with(…)` names",
    label = "start from the table of `{M}`, or name a relation of the rows that this query loads"
)]
pub trait HasRows<Q, M> {
    /// The query.
    type Query;
    /// The query.
    fn query(query: Q) -> Self::Query;
}

impl<Q: AsQuery<SqlType: SelectsRows<Q, M>>, M> HasRows<Q, M> for Once {
    type Query = <Q::SqlType as SelectsRows<Q, M>>::Query;

    fn query(query: Q) -> Self::Query {
        Q::SqlType::query(query)
    }
}

impl<Q, M, E> Load<Q, M, E> {
    /// Also loads another relation of the same rows. See [`WithDsl::with`].
    pub fn with<P>(self, plan: P) -> Load<P::Joined, M, P::Edges>
    where
        P: FitsIn<E, Q>,
    {
        let (edges, query) = plan.fit(self.edges, self.query);
        Load { query, edges, model: PhantomData }
    }

    /// Also loads another relation if the condition holds. See [`WithDsl::with_if`].
    pub fn with_if<P>(self, condition: bool, plan: P) -> Also<Q, M, E, Option<P>>
    where
        Option<P>: FitsIn<E, Q>,
    {
        self.with(condition.then_some(plan))
    }
}

/// The methods that send the statements.
///
/// Their result depends on the connection: for a connection of Diesel's, a [`QueryResult`]; for one
/// of diesel-async, a future of it, to be awaited.
// What they return is a parameter, as with `Access`: rustc then reports what a load lacks, not that
// there is no such method.
impl<Q, M, E> Load<Q, M, E> {
    /// Loads all rows of the query with their relations.
    ///
    /// ```
    /// use blog::{User, schema::users};
    /// use conjoin::{Graph, Loaded, prelude::*};
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let users: Graph<User, blog::user::Edges<Loaded<blog::user::posts>>> =
    ///     users::table.with(User::posts).load(conn)?;
    /// # assert_eq!(users.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of Diesel's `load`, and conjoin's [`Error`](crate::Error) inside a
    /// [`DeserializationError`](diesel::result::Error::DeserializationError).
    pub fn load<'q, 'c, C, S, G>(self, conn: &'c mut C) -> S::Output<'c, G>
    where
        S: Mode,
        C: Connected<S>,
        Self: LoadOn<'q, C, S, Graph = G> + 'c,
    {
        self.all(conn)
    }

    /// Loads the first row of the query (`LIMIT 1`) with its relations.
    ///
    /// ```
    /// use blog::{User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let alice = users::table.find(1).with(User::posts).first(conn)?;
    /// assert_eq!((alice.username.as_str(), alice.posts().len()), ("alice", 2));
    /// let nobody = users::table.find(99).with(User::posts).first(conn).optional()?;
    /// assert!(nobody.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `NotFound` if there is none, for Diesel's `.optional()`; otherwise as [`load`](Self::load).
    pub fn first<'q, 'c, C, S, O>(self, conn: &'c mut C) -> S::Output<'c, O>
    where
        Q: Cut,
        S: Mode,
        C: Connected<S>,
        Self: FirstOn<'q, C, S, One = O> + 'c,
    {
        self.limited(conn)
    }

    /// Loads the first row of the query with its relations, without a `LIMIT`: for queries that are
    /// known to find one row.
    ///
    /// ```
    /// use blog::{User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let bob =
    ///     users::table.filter(users::username.eq("bob")).with(User::posts).get_result(conn)?;
    /// # assert_eq!(bob.posts().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`first`](Self::first).
    pub fn get_result<'q, 'c, C, S, O>(self, conn: &'c mut C) -> S::Output<'c, O>
    where
        S: Mode,
        C: Connected<S>,
        Self: LoadOn<'q, C, S, One = O> + 'c,
    {
        self.single(conn)
    }
}

/// A [`Load`] that can be run over the connection `C`.
///
/// The bound for functions that are generic over the connection and the database. For any
/// connection to one database, Diesel's own bound is enough: `C: LoadConnection<Backend = Sqlite>`,
/// or `C: AsyncConnectionCore<Backend = Pg>` of diesel-async.
///
/// ```
/// use blog::{User, schema::users, user};
/// use conjoin::{LoadOn, Loaded, With, prelude::*};
/// use diesel::{connection::LoadConnection, prelude::*};
///
/// fn posts_of_all<C>(conn: &mut C) -> QueryResult<usize>
/// where
///     C: LoadConnection,
///     With<users::table, user::posts>: LoadOn<'static, C, Graph = Loaded!(User { posts })>,
/// {
///     let users = users::table.with(User::posts).load(conn)?;
///     Ok(users.iter().map(|user| user.posts().len()).sum())
/// }
/// # assert_eq!(posts_of_all(&mut blog::database()?)?, 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "this query cannot be loaded over this connection",
    label = "a generic one needs `C: LoadConnection<Backend = …>`, another database its feature of conjoin",
    note = "if there is another error about a model, a relation or the query, correct that first; a model whose \
            `base_query` joins tables is loaded by a query that starts from its `query()`",
    note = "what is in the query and in `.with(…)` has to be valid for that database; over an async connection, models have \
            to be `Send` and `Sync`; a relation whose key is no field of its model needs the primary key as one",
    note = "a `MultiConnection` needs `conjoin::multi_connection!`; what is generic over the database requires \
            `LoadOn<…>`"
)]
pub trait LoadOn<'q, C: Connected<S>, S: Mode = Blocking>: FirstOn<'q, C, S> {
    /// All rows.
    type Graph;
    /// Loads all rows.
    fn all<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::Graph>
    where
        Self: 'c;
    /// Loads the first row, without a `LIMIT`.
    fn single<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::One>
    where
        Self: 'c;
}

/// A [`Load`] whose [`first`](Load::first) row can be loaded over the connection `C`.
///
/// Part of [`LoadOn`]. Some queries can be loaded only with a `LIMIT`: MariaDB and MySQL have no
/// `OFFSET` without one.
#[diagnostic::on_unimplemented(
    message = "this query cannot be loaded over this connection",
    label = "a generic one needs `C: LoadConnection<Backend = …>`, another database its feature of conjoin",
    note = "if there is another error about a model, a relation or the query, correct that first; a model whose \
            `base_query` joins tables is loaded by a query that starts from its `query()`",
    note = "what is in the query and in `.with(…)` has to be valid for that database; over an async connection, models have \
            to be `Send` and `Sync`; a relation whose key is no field of its model needs the primary key as one",
    note = "a `MultiConnection` needs `conjoin::multi_connection!`; what is generic over the database requires \
            `LoadOn<…>`"
)]
pub trait FirstOn<'q, C: Connected<S>, S: Mode = Blocking> {
    /// One row.
    type One;
    /// Loads the first row, with a `LIMIT`.
    fn limited<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::One>
    where
        Self: 'c;
}
