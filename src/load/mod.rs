//! Eager loading: what to ask (`plan`, `keys`), and asking (`fetch`, the verbs here).

mod backend;
mod fetch;
mod keys;
mod plan;
pub(crate) mod statement;

pub use backend::Database;
pub use fetch::{Ask, Fetch, Fetched, LinkedRows};
pub use keys::KeyIn;
pub use plan::{Limit, Narrow, Plan, Planned, RelationDsl, Set, Vacant};

use crate::graph::{Graph, Loaded, NotLoaded, Slot};
use crate::relation::{Extent, Model, Relation, Source, Target};
use diesel::connection::LoadConnection;
use diesel::dsl::{AsSelect, Select};
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use diesel::query_dsl::methods::{LimitDsl, LoadQuery, SelectDsl};
use std::marker::PhantomData;

/// A query of rows of `M` together with the relations to load with them.
///
/// Made by [`with`](WithDsl::with); run by the verbs of [`LoadDsl`].
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
    /// Name several relations one after the other, and relations of the related rows inside:
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
    /// // SELECT … FROM profiles WHERE (profiles.user_id IN (?, ?, ?))
    /// // SELECT … FROM posts WHERE (posts.user_id IN (?, ?, ?))
    /// // SELECT post_tags.post_id, …, tags.name
    /// //   FROM (tags INNER JOIN post_tags ON (tags.id = post_tags.tag_id))
    /// //   WHERE (post_tags.post_id IN (?, ?, ?, ?))
    /// # assert_eq!(users.len(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn with<P>(self, plan: P) -> Load<Self, SourceOf<P>, Set<EdgesOf<P>, P>>
    where
        P: Plan,
        EdgesOf<P>: Slot<P::Relation, State: Vacant<P::Relation>>,
        Self: RowsOf<SourceOf<P>>,
    {
        Load { query: self, edges: EdgesOf::<P>::default().set(plan.planned()), model: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<Q: QueryDsl> WithDsl for Q {}

type SourceOf<P> = Source<<P as Plan>::Relation>;
type EdgesOf<P> = <SourceOf<P> as Model>::Edges;

/// A query from which rows of the model `M` can be selected.
#[diagnostic::on_unimplemented(
    message = "this query has no rows of `{M}`, whose relation `.with(…)` names",
    label = "not a query of the table of `{M}`",
    note = "start from the table of `{M}`, or name a relation of the model this query selects"
)]
pub trait RowsOf<M> {}

impl<Q, M> RowsOf<M> for Q
where
    M: Model,
    Q: SelectDsl<<M::Table as Table>::PrimaryKey>,
{
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

/// Runs a [`Load`] on a blocking connection.
pub trait LoadDsl<'q, Conn> {
    /// The model of the rows.
    type Model: Model;
    /// What is loaded with them.
    type Edges: 'static;

    /// Loads all rows of the query with their relations.
    ///
    /// # Errors
    ///
    /// Those of Diesel's `load`, and [`Error`](crate::Error) inside a
    /// [`DeserializationError`](diesel::result::Error::DeserializationError).
    fn load(self, conn: &mut Conn) -> QueryResult<Graph<Self::Model, Self::Edges>>;

    /// Loads the first row of the query (`LIMIT 1`) with its relations.
    ///
    /// # Errors
    ///
    /// `NotFound` when there is none, for Diesel's `.optional()`; otherwise as [`load`](Self::load).
    fn first(self, conn: &mut Conn) -> QueryResult<<Self::Model as Model>::One<Self::Edges>>;

    /// Loads the one row of the query with its relations, without a `LIMIT`.
    ///
    /// # Errors
    ///
    /// As [`first`](Self::first).
    fn get_result(self, conn: &mut Conn) -> QueryResult<<Self::Model as Model>::One<Self::Edges>>;
}

impl<'q, Conn, Q, M, E> LoadDsl<'q, Conn> for Load<Q, M, E>
where
    Conn: LoadConnection<Backend: Database>,
    M: Model,
    Q: QueryOf<M, Conn> + LimitDsl<Output: QueryOf<M, Conn>>,
    E: Fill<'q, Conn::Backend, M>,
{
    type Model = M;
    type Edges = E::Loaded;

    fn load(self, conn: &mut Conn) -> QueryResult<Graph<M, E::Loaded>> {
        let rows = self.query.rows(conn)?;
        let edges = self.edges.fill(&rows, conn)?;
        Ok(Graph::new(rows, edges))
    }

    fn first(self, conn: &mut Conn) -> QueryResult<M::One<E::Loaded>> {
        one(self.query.limit(1).row(conn)?, self.edges, conn)
    }

    fn get_result(self, conn: &mut Conn) -> QueryResult<M::One<E::Loaded>> {
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
