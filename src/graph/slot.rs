//! The slots of a level: one per relation, with its state in the type.

use crate::model::debug::DebugEdges;
use crate::model::graph::Graph;
use crate::model::level::Level;
use crate::model::node::{At, Nodes};
use crate::model::relation::{Cardinality, Extent, LinksOf, Model, Relation, Target, View, Whole};
use std::fmt::{self, Debug};
use std::marker::PhantomData;

/// The slot of a relation that is not loaded.
///
/// Write it out to skip a parameter of a model's edges before another one:
///
/// ```
/// use blog::{User, schema::users, user};
/// use conjoin::{Graph, Loaded, NotLoaded, prelude::*};
/// use diesel::prelude::*;
///
/// type WithProfile = user::Edges<NotLoaded<user::posts>, Loaded<user::profile>>;
///
/// fn load(conn: &mut SqliteConnection) -> QueryResult<Graph<User, WithProfile>> {
///     users::table.with(User::profile).load(conn)
/// }
/// # assert_eq!(load(&mut blog::database()?)?.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct NotLoaded<R>(PhantomData<fn() -> R>);

/// The slot of a loaded relation: its rows, and the links to them.
///
/// `E` specifies what was loaded with those rows; `X` is [`Part`](crate::relation::Part) if a
/// filter may have left some out. Write it out to return or store a graph:
///
/// ```
/// use blog::{User, post, schema::{posts, users}, user};
/// use conjoin::{Graph, Loaded, Part, prelude::*};
/// use diesel::prelude::*;
///
/// type WithPosts = user::Edges<Loaded<user::posts>>;
/// type WithSomePosts = user::Edges<Loaded<user::posts, post::Edges, Part>>;
///
/// # let conn = &mut blog::database()?;
/// let all: Graph<User, WithPosts> = users::table.with(User::posts).load(conn)?;
/// let drafts: Graph<User, WithSomePosts> =
///     users::table.with(User::posts.filter(posts::content.is_null())).load(conn)?;
/// # assert_eq!(all.len(), drafts.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Loaded<R: Relation, E = <Target<R> as Model>::Edges, X = Whole> {
    pub(super) links: LinksOf<R>,
    pub(super) graph: Graph<Target<R>, E>,
    extent: PhantomData<fn() -> X>,
}

/// The slot for the relation `R` in a model's edges.
#[diagnostic::on_unimplemented(
    message = "`{R}` is not a relation of the rows this query loads",
    label = "nest a relation of related rows: `.with(User::posts.with(Post::tags))`",
    note = "each `.with(…)` takes a relation of the model that it is called for"
)]
pub trait Slot<R> {
    /// [`NotLoaded`], planned, or [`Loaded`].
    type State;
    /// The edges with another state in this slot.
    type Set<S>;
    /// The state.
    fn slot(&self) -> &Self::State;
    /// The state, to be filled in.
    fn slot_mut(&mut self) -> &mut Self::State;
    /// Changes the state.
    fn change<S>(self, change: impl FnOnce(Self::State) -> S) -> Self::Set<S>;
}

/// No relation: what a model with a single one has a second slot for, so that rustc can tell which
/// relation is meant.
#[derive(Debug)]
pub enum NoOtherRelation {}

/// The state of a slot that holds a loaded relation; `Own` is the edges that it is a slot of.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is not loaded",
    label = "add `.with(…)` for this relation to the query that loaded these rows"
)]
pub trait IsLoaded<R: Relation, Own> {
    /// How much of the relation was loaded.
    type Extent: Extent;
    /// What was loaded with its rows.
    type Edges: 'static;
    /// The links to its rows.
    fn links(&self) -> &LinksOf<R>;
    /// Their level: `own`, if that is the level of the rows that lead to them.
    fn level<'g>(
        &'g self,
        own: &'g Level<'g, R::Source, Own>,
    ) -> &'g Level<'g, R::Target, Self::Edges>;
    /// Their level, unless it is that of the rows that lead to them.
    fn level_mut(&mut self) -> Option<&mut Level<'static, R::Target, Self::Edges>> {
        None
    }
    /// Whether it was loaded for the row `index`: in a tree, not beyond the depth at which it ends.
    fn is_loaded_for(&self, index: usize) -> bool {
        let _ = index;
        true
    }
    /// Whether their level is that of the rows that lead to them.
    const RECURSIVE: bool = false;
}

/// The state of a slot that holds every related row.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is loaded, but not the whole of it",
    label = "remove the filter or `.per_parent(…)` inside `.with(…)`, or require `HasSome<{R}>` if a part is enough"
)]
pub trait IsWhole<R: Relation, Own>: IsLoaded<R, Own, Extent = Whole> {}

impl<R: Relation, E: 'static, Own> IsWhole<R, Own> for Loaded<R, E, Whole> {}

// For the message alone: asked whether nothing is whole, rustc answers that nothing is loaded.
impl<R: Relation, Own> IsWhole<R, Own> for NotLoaded<R> where Self: IsLoaded<R, Own, Extent = Whole> {}

/// Lets an accessor return the view of a loaded relation.
///
/// `View` is inferred from the state, which has exactly one. It is a parameter, not an associated
/// type, because rustc then reports a relation that is not loaded in our words, and once.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is not loaded",
    label = "add `.with(…)` for this relation to the query that loaded these rows"
)]
pub trait Access<'g, R: Relation, Own, View> {
    /// Reads the relation of a row.
    fn access(&'g self, row: At<'g, R::Source, Own>) -> View;
}

impl<R> Default for NotLoaded<R> {
    fn default() -> Self {
        NotLoaded(PhantomData)
    }
}

impl<R> Clone for NotLoaded<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for NotLoaded<R> {}

impl<R> Debug for NotLoaded<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NotLoaded")
    }
}

impl<R> PartialEq for NotLoaded<R> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<R: Relation, E, X> Loaded<R, E, X> {
    pub(crate) fn new(links: LinksOf<R>, graph: Graph<Target<R>, E>) -> Self {
        Loaded { links, graph, extent: PhantomData }
    }

    #[cfg(feature = "serde")]
    pub(crate) fn links(&self) -> &LinksOf<R> {
        &self.links
    }

    #[cfg(feature = "serde")]
    pub(crate) fn graph(&self) -> &Graph<Target<R>, E> {
        &self.graph
    }

    /// The links to the related rows, and those rows: see [`Graph::into_parts`]. The links are
    /// [`Links`](crate::graph::Links), or [`OptionalLinks`](crate::graph::OptionalLinks) for a
    /// relation to one row.
    pub fn into_parts(self) -> (LinksOf<R>, Graph<Target<R>, E>) {
        (self.links, self.graph)
    }
}

impl<R: Relation, E, X> Clone for Loaded<R, E, X>
where
    LinksOf<R>: Clone,
    Target<R>: Clone,
    E: Clone,
{
    fn clone(&self) -> Self {
        Loaded::new(self.links.clone(), self.graph.clone())
    }
}

impl<R: Relation, E: DebugEdges, X> Debug for Loaded<R, E, X>
where
    LinksOf<R>: Debug,
    Target<R>: Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loaded").field("links", &self.links).field("graph", &self.graph).finish()
    }
}

impl<R: Relation, E: PartialEq, X> PartialEq for Loaded<R, E, X>
where
    LinksOf<R>: PartialEq,
    Target<R>: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        self.links == other.links && self.graph == other.graph
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, E: 'static, X: Extent, Own> IsLoaded<R, Own> for Loaded<R, E, X> {
    type Extent = X;
    type Edges = E;

    fn links(&self) -> &LinksOf<R> {
        &self.links
    }

    fn level<'g>(&'g self, _: &'g Level<'g, R::Source, Own>) -> &'g Level<'g, R::Target, E> {
        self.graph.level()
    }

    fn level_mut(&mut self) -> Option<&mut Level<'static, R::Target, E>> {
        Some(self.graph.level_mut())
    }
}

#[diagnostic::do_not_recommend]
impl<'g, R, E, X, Own>
    Access<'g, R, Own, View<R, X, <Target<R> as Model>::Node<'g, E>, Nodes<'g, Target<R>, E>>>
    for Loaded<R, E, X>
where
    R: Relation,
    E: 'static,
    X: Extent,
{
    fn access(
        &'g self,
        row: At<'g, R::Source, Own>,
    ) -> View<R, X, <Target<R> as Model>::Node<'g, E>, Nodes<'g, Target<R>, E>> {
        R::Cardinality::view::<X, _, _>(&self.links, row.index(), self.graph.level())
    }
}
