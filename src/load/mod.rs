//! Eager loading: what to ask (`plan`, `keys`), and asking (`fetch`, the verbs here).

mod backend;
mod fetch;
mod keys;
mod plan;
mod selection;
mod send;
pub(crate) mod statement;

pub use backend::Database;
pub use fetch::{Ask, Fetch, Fetched, LinkedRows};
pub use keys::KeyIn;
pub use plan::{
    Everything, Filtered, Limit, Narrow, Of, OrFiltered, Ordered, Plan, Planned, RelationDsl, Set,
    ThenOrdered, Vacant,
};
pub use selection::{Readable, Selection};

use crate::from::{Count, SelectFrom, SourceTable};
use crate::graph::{Graph, Loaded, NotLoaded, Slot};
use crate::relation::{Extent, Model, Relation, Source, Target};
use diesel::connection::LoadConnection;
use diesel::dsl::{AsSelect, Select};
use diesel::prelude::*;
use diesel::query_builder::{AsQuery, QueryId};
use diesel::query_dsl::methods::{LimitDsl, LoadQuery, SelectDsl};
use diesel::query_source::{AppearsInFromClause, Once};
use std::marker::PhantomData;

/// A query of rows of `M` together with the relations to load with them.
///
/// Made by [`with`](WithDsl::with); run by the verbs of [`LoadDsl`]. The query is closed by it: what
/// chooses the rows is said before.
///
/// ```
/// use blog::{User, schema::users};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// let query = users::table.filter(users::id.gt(1)).with(User::posts); // sends nothing
/// # let conn = &mut blog::database()?;
/// let users = query.load(conn)?;
/// # assert_eq!(users.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a query does nothing until it is loaded"]
pub struct Load<Q, M, E> {
    query: Q,
    edges: E,
    model: PhantomData<fn() -> M>,
}

/// Says which relations to load with the rows of a Diesel query.
pub trait WithDsl: QueryDsl + Sized {
    /// Also loads a relation, with one statement for all rows of this query.
    ///
    /// Works on any Diesel query of the relation's table: filtered, ordered, limited, joined, boxed.
    /// Name several relations one after the other, and relations of the related rows inside. The
    /// statements are sent in the order of the attributes on the struct, nested ones after theirs:
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
    /// //   FROM (tags INNER JOIN post_tags ON post_tags.tag_id = tags.id)
    /// //   WHERE post_tags.post_id IN (?, ?, ?)
    /// // SELECT … FROM profiles WHERE profiles.user_id IN (?, ?, ?)
    /// # assert_eq!(users.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn with<P>(self, plan: P) -> With<Self, P>
    where
        P: Plan,
        EdgesOf<P>: Slot<P::Relation, State: Vacant<P::Relation>>,
        Self: AsQuery<Query: SelectFrom<From: AppearsInFromClause<SourceTable<P::Relation>>>>,
        Count<Self, P::Relation>: HasRows<Self, SourceOf<P>>,
    {
        let edges = EdgesOf::<P>::default().set(plan.planned());
        let query = Count::<Self, P::Relation>::query(self);
        Load { query, edges, model: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<Q: QueryDsl> WithDsl for Q {}

/// The query that `Q.with(P)` gives.
pub type With<Q, P> = Load<Rows<Q, P>, SourceOf<P>, Set<EdgesOf<P>, P>>;

/// The query itself. Where it has no such rows this is nothing, so that rustc says no more.
type Rows<Q, P> = <Count<Q, <P as Plan>::Relation> as HasRows<Q, SourceOf<P>>>::Query;
type SourceOf<P> = Source<<P as Plan>::Relation>;
type EdgesOf<P> = <SourceOf<P> as Model>::Edges;

/// Lets a query load rows of the model `M`, when the table of `M` is in it.
///
/// Asked of the number of times it is in it, so that rustc says this and no more.
#[diagnostic::on_unimplemented(
    message = "this query has no rows of `{M}`, whose relation `.with(…)` names",
    label = "not a relation of the rows that this query loads",
    note = "start from the table of `{M}`, or name a relation of the model that this query loads"
)]
pub trait HasRows<Q, M> {
    /// The query.
    type Query;
    /// The query.
    fn query(query: Q) -> Self::Query;
}

#[diagnostic::do_not_recommend]
impl<Q, M> HasRows<Q, M> for Once {
    type Query = Q;

    fn query(query: Q) -> Q {
        query
    }
}

impl<Q, M, E> Load<Q, M, E> {
    /// Also loads another relation of the same rows. See [`WithDsl::with`].
    pub fn with<P>(self, plan: P) -> Load<Q, M, Set<E, P>>
    where
        P: Plan,
        E: Slot<P::Relation, State: Vacant<P::Relation>>,
    {
        let edges = self.edges.set(plan.planned());
        Load { query: self.query, edges, model: PhantomData }
    }
}

/// The verbs that run a [`Load`] on a blocking connection.
pub trait LoadDsl: Sized {
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
    /// Those of Diesel's `load`, and [`Error`](crate::Error) inside a
    /// [`DeserializationError`](diesel::result::Error::DeserializationError).
    fn load<'q, Conn>(self, conn: &mut Conn) -> QueryResult<Self::Graph>
    where
        Self: Run<'q, Conn>,
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
    /// `NotFound` when there is none, for Diesel's `.optional()`; otherwise as [`load`](Self::load).
    fn first<'q, Conn>(self, conn: &mut Conn) -> QueryResult<Self::One>
    where
        Self: Run<'q, Conn>,
    {
        self.limited(conn)
    }

    /// Loads the first row of the query with its relations, without a `LIMIT`: for queries of which
    /// it is known that they find one row.
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
    fn get_result<'q, Conn>(self, conn: &mut Conn) -> QueryResult<Self::One>
    where
        Self: Run<'q, Conn>,
    {
        self.single(conn)
    }
}

impl<Q, M, E> LoadDsl for Load<Q, M, E> {}

/// A [`Load`] that a connection can run.
///
/// Apart from [`LoadDsl`], so that what a load lacks is reported as such and not as a missing verb.
pub trait Run<'q, Conn> {
    /// All rows.
    type Graph;
    /// One row.
    type One;
    /// Loads all rows.
    fn all(self, conn: &mut Conn) -> QueryResult<Self::Graph>;
    /// Loads the first row, with a `LIMIT`.
    fn limited(self, conn: &mut Conn) -> QueryResult<Self::One>;
    /// Loads the first row, without a `LIMIT`.
    fn single(self, conn: &mut Conn) -> QueryResult<Self::One>;
}

#[diagnostic::do_not_recommend]
impl<'q, Conn, Q, M, E> Run<'q, Conn> for Load<Q, M, E>
where
    Conn: LoadConnection<Backend: Database>,
    M: Model,
    Q: QueryOf<M, Conn> + LimitDsl<Output: QueryOf<M, Conn>>,
    E: Fill<'q, Conn::Backend, M>,
{
    type Graph = Graph<M, E::Loaded>;
    type One = M::One<E::Loaded>;

    fn all(self, conn: &mut Conn) -> QueryResult<Self::Graph> {
        let rows = self.query.rows(conn)?;
        let edges = self.edges.fill(&rows, conn)?;
        Ok(Graph::new(rows, edges))
    }

    fn limited(self, conn: &mut Conn) -> QueryResult<Self::One> {
        one(self.query.limit(1).row(conn)?, self.edges, conn)
    }

    fn single(self, conn: &mut Conn) -> QueryResult<Self::One> {
        one(self.query.row(conn)?, self.edges, conn)
    }
}

fn one<'q, M, E, Conn>(row: M, edges: E, conn: &mut Conn) -> QueryResult<M::One<E::Loaded>>
where
    M: Model,
    Conn: LoadConnection<Backend: Database>,
    E: Fill<'q, Conn::Backend, M>,
{
    let rows = vec![row];
    let edges = edges.fill(&rows, conn)?;
    Ok(M::one(Graph::new(rows, edges)))
}

/// A query that can load rows of the model `M` over the connection `Conn`.
pub trait QueryOf<M, Conn> {
    /// All rows.
    fn rows(self, conn: &mut Conn) -> QueryResult<Vec<M>>;
    /// The first row.
    fn row(self, conn: &mut Conn) -> QueryResult<M>;
}

#[diagnostic::do_not_recommend]
impl<Q, M, Conn> QueryOf<M, Conn> for Q
where
    Conn: LoadConnection,
    M: Selectable<Conn::Backend, SelectExpression: QueryId> + SelectableHelper<Conn::Backend>,
    Q: SelectDsl<AsSelect<M, Conn::Backend>>,
    for<'q> Select<Q, AsSelect<M, Conn::Backend>>: LoadQuery<'q, Conn, M>,
{
    fn rows(self, conn: &mut Conn) -> QueryResult<Vec<M>> {
        self.select(M::as_select()).load(conn)
    }

    fn row(self, conn: &mut Conn) -> QueryResult<M> {
        self.select(M::as_select()).get_result(conn)
    }
}

/// Fills the slots of a level: what is planned is loaded, the rest stays as it is.
pub trait Fill<'q, DB: Database, M> {
    /// The slots afterwards.
    type Loaded: 'static;
    /// Loads what is planned for `rows`.
    fn fill<C>(self, rows: &[M], conn: &mut C) -> QueryResult<Self::Loaded>
    where
        C: LoadConnection<Backend = DB>;
}

impl<'q, DB: Database, M, R: 'static> Fill<'q, DB, M> for NotLoaded<R> {
    type Loaded = Self;

    fn fill<C>(self, _: &[M], _: &mut C) -> QueryResult<Self>
    where
        C: LoadConnection<Backend = DB>,
    {
        Ok(self)
    }
}

impl<'q, DB, R, N, E, X> Fill<'q, DB, R::Source> for Planned<R, N, E, X>
where
    DB: Database,
    R: Relation<Keys: Fetch<'q, DB, R>>,
    N: Narrow<<R::Keys as Fetch<'q, DB, R>>::Query>,
    E: Fill<'q, DB, Target<R>>,
    X: Extent,
{
    type Loaded = Loaded<R, E::Loaded, X>;

    fn fill<C>(self, rows: &[R::Source], conn: &mut C) -> QueryResult<Self::Loaded>
    where
        C: LoadConnection<Backend = DB>,
    {
        let ask = Ask { sources: rows, whole: X::WHOLE, narrow: self.narrow };
        let (links, rows) = R::Keys::fetch(ask, conn)?;
        let edges = self.edges.fill(&rows, conn)?;
        Ok(Loaded::new(links, Graph::new(rows, edges)))
    }
}
