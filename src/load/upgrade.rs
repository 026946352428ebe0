//! Relations for rows that are already loaded: nothing is read again, no row moves.

use crate::load::mode::{Blocking, Connected, Mode};
use crate::model::graph::Graph;
use crate::model::relation::Model;
use crate::plan::fits::{Alone, FitsIn, Fitted};
use std::marker::PhantomData;

/// Loaded rows together with the relations to load for them.
///
/// Made by [`with`](WithRowsDsl::with); run by [`load`](Self::load). `H` is the form of the rows:
/// several, or a single one.
#[derive(Debug)]
#[must_use = "nothing is loaded until `.load(conn)`"]
pub struct Upgrade<M, E, H> {
    pub(crate) graph: Graph<M, E>,
    hand: PhantomData<fn() -> H>,
}

/// Specifies which relations to load for rows that were loaded before: a `Vec` of them, a
/// [`Graph`], or the single row that [`first`](crate::Load::first) returns.
pub trait WithRowsDsl: Sized {
    /// The model of the rows.
    type Model: Model;
    /// What has been loaded with them.
    type Edges;
    /// Whether they are several rows or a single one.
    type Hand: Hand;

    /// The rows, and no relation to load yet.
    fn upgrade(self) -> Upgrade<Self::Model, Self::Edges, Self::Hand>;

    /// Also loads a relation, with the statements of a load except the one for the rows themselves.
    ///
    /// The rows stay where they are, and so does everything loaded with them. A relation that is
    /// already loaded cannot be loaded again.
    ///
    /// ```
    /// use blog::{Post, User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let users: Vec<User> = users::table.order_by(users::id).load(conn)?;
    /// let users = users.with(User::posts).load(conn)?;
    /// let users = users.with(User::profile).load(conn)?; // the posts are still there
    /// // SELECT users.id, users.username FROM users ORDER BY users.id
    /// // SELECT … FROM posts WHERE posts.user_id IN (?, ?, ?)
    /// // SELECT … FROM profiles WHERE profiles.user_id IN (?, ?, ?)
    /// let alice = users.get(0).expect("alice");
    /// assert_eq!((alice.posts().len(), alice.profile().is_some()), (2, true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn with<P>(self, plan: P) -> WithRows<Self, P>
    where
        P: FitsIn<Self::Edges>,
    {
        self.upgrade().with(plan)
    }

    /// Also loads a relation if the condition holds. See [`WithDsl::with_if`](crate::dsl::WithDsl::with_if).
    fn with_if<P>(self, condition: bool, plan: P) -> WithRows<Self, Option<P>>
    where
        Option<P>: FitsIn<Self::Edges>,
    {
        self.upgrade().with(condition.then_some(plan))
    }
}

/// The type that `rows.with(P)` returns.
pub type WithRows<T, P> = Upgrade<
    <T as WithRowsDsl>::Model,
    Fitted<<T as WithRowsDsl>::Edges, P>,
    <T as WithRowsDsl>::Hand,
>;

/// The form in which rows are passed, and returned with more relations.
pub trait Hand {
    /// The rows with what is loaded.
    type Of<M: Model, E: 'static>;
    /// Converts the graph to this form.
    fn hold<M: Model, E: 'static>(graph: Graph<M, E>) -> Self::Of<M, E>;
}

/// Several rows: a [`Graph`].
#[derive(Debug)]
pub enum RowsInHand {}

/// A single row.
#[derive(Debug)]
pub enum Row {}

impl Hand for RowsInHand {
    type Of<M: Model, E: 'static> = Graph<M, E>;

    fn hold<M: Model, E: 'static>(graph: Graph<M, E>) -> Graph<M, E> {
        graph
    }
}

impl Hand for Row {
    type Of<M: Model, E: 'static> = M::One<E>;

    fn hold<M: Model, E: 'static>(graph: Graph<M, E>) -> M::One<E> {
        M::one(graph)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> WithRowsDsl for Vec<M> {
    type Model = M;
    type Edges = M::Edges;
    type Hand = RowsInHand;

    fn upgrade(self) -> Upgrade<M, M::Edges, RowsInHand> {
        Upgrade::of(Graph::of(self, Default::default()))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, E> WithRowsDsl for Graph<M, E> {
    type Model = M;
    type Edges = E;
    type Hand = RowsInHand;

    fn upgrade(self) -> Upgrade<M, E, RowsInHand> {
        Upgrade::of(self)
    }
}

impl<M, E, H> Upgrade<M, E, H> {
    /// Rows with what is loaded.
    pub fn of(graph: Graph<M, E>) -> Self {
        Upgrade { graph, hand: PhantomData }
    }

    /// Also loads another relation of the same rows. See [`WithRowsDsl::with`].
    pub fn with<P>(self, plan: P) -> Upgrade<M, P::Edges, H>
    where
        P: FitsIn<E>,
    {
        Upgrade::of(self.graph.map_edges(|edges| plan.fit(edges, Alone).0))
    }

    /// Also loads another relation if the condition holds. See
    /// [`WithDsl::with_if`](crate::dsl::WithDsl::with_if).
    pub fn with_if<P>(self, condition: bool, plan: P) -> Upgrade<M, Fitted<E, Option<P>>, H>
    where
        Option<P>: FitsIn<E>,
    {
        self.with(condition.then_some(plan))
    }

    /// Loads the relations. Returns a [`Graph`] for several rows, and a single row for a single
    /// one.
    ///
    /// Whether it blocks depends on the connection, as with [`Load::load`](crate::Load::load).
    ///
    /// # Errors
    ///
    /// As [`Load::load`](crate::Load::load). The rows are dropped in that case.
    pub fn load<'q, 'c, C, S, G>(self, conn: &'c mut C) -> S::Output<'c, G>
    where
        S: Mode,
        C: Connected<S>,
        Self: UpgradeOn<'q, C, S, Upgraded = G> + 'c,
    {
        self.upgraded(conn)
    }
}

/// An [`Upgrade`] that can be run over the connection `C`.
#[diagnostic::on_unimplemented(
    message = "relations cannot be loaded over `{C}`",
    label = "not a connection to a database that this load is valid for",
    note = "it takes a connection of Diesel's, or with the feature `async` one of diesel-async's, \
            to a database whose feature is enabled in conjoin",
    note = "the filters and orders inside `.with(…)` have to be valid for that database, and over an \
            async connection the models `Send` and `Sync`"
)]
pub trait UpgradeOn<'q, C: Connected<S>, S: Mode = Blocking> {
    /// The rows with what is loaded.
    type Upgraded;
    /// Loads the planned relations.
    fn upgraded<'c>(self, conn: &'c mut C) -> S::Output<'c, Self::Upgraded>
    where
        Self: 'c;
}
