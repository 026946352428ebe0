//! Bounds on the relations that were loaded with a row.

use crate::graph::slot::{IsLoaded, Slot};
use crate::model::node::{At, Nodes};
use crate::model::relation::{Cardinality, Declared, Extent, Model, Relation, Target, View, Whole};
use std::ops::Deref;

/// A row whose relation `R` was loaded, possibly with a filter.
///
/// ```
/// use blog::{User, user};
/// use conjoin::prelude::*;
///
/// fn preview(user: impl HasSome<user::posts>) -> Option<String> {
///     user.get(User::posts).next().map(|post| format!("{}: {}", user.username, post.title))
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is not loaded",
    label = "needs rows that were loaded with this relation",
    note = "add `.with(…)` for it to the query that loaded these rows"
)]
pub trait HasSome<R: Relation>: Copy + Deref<Target = R::Source> {
    /// How much of the relation was loaded.
    type Extent: Extent;
    /// The rows the relation leads to, as nodes.
    type Child: Copy + Deref<Target = R::Target>;
    /// The type for a to-many relation: an iterator of known length over the nodes.
    type Children: ExactSizeIterator<Item = Self::Child> + DoubleEndedIterator + Clone;

    /// Returns the related rows, like the accessor named after the relation.
    fn get(self, relation: R) -> View<R, Self::Extent, Self::Child, Self::Children>;
}

/// A row whose relation `R` was loaded completely.
///
/// Rows loaded with a filter inside do not satisfy it, so a total over all order lines can never be
/// computed from half of them.
///
/// ```
/// use blog::{User, post, user};
/// use conjoin::prelude::*;
///
/// fn tag_count(user: impl Has<user::posts, Child: Has<post::tags>>) -> usize {
///     user.get(User::posts).map(|post| post.get(blog::Post::tags).len()).sum()
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is not loaded",
    label = "needs rows that were loaded with this relation",
    note = "add `.with(…)` for it to the query that loaded these rows"
)]
pub trait Has<R: Relation>: HasSome<R, Extent = Whole> {}

/// A row that is known to have its relation `R` loaded, and so gives the `View` of it.
///
/// For a row alone, and for one of a function that does not require the relation: a node has accessors of its
/// own. `View` is inferred, as with [`Access`](crate::graph::slot::Access).
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is not loaded",
    label = "add `.with(…)` for this relation to the query that loaded these rows",
    note = "only the graph that such a query returns has relations; a function over its rows requires \
            them: `impl Has<{R}>`, or beneath another relation `impl Has<user::posts, Child: Has<{R}>>`"
)]
pub trait ReadsRelation<R, View> {
    /// Reads it.
    fn read_relation(self) -> View;
}

#[diagnostic::do_not_recommend]
impl<N, R> ReadsRelation<R, View<R, N::Extent, N::Child, N::Children>> for N
where
    N: HasSome<R>,
    R: Relation + Default,
{
    fn read_relation(self) -> View<R, N::Extent, N::Child, N::Children> {
        self.get(R::default())
    }
}

/// How much of `R` is loaded in the edges `E`.
pub type ExtentOf<E, R> = <<E as Slot<Declared<R>>>::State as IsLoaded<R, E>>::Extent;

/// What is loaded beneath `R` in the edges `E`.
type SlotsOf<E, R> = <<E as Slot<Declared<R>>>::State as IsLoaded<R, E>>::Edges;

/// The node that `R` leads to.
pub type ChildOf<'g, E, R> = <Target<R> as Model>::Node<'g, SlotsOf<E, R>>;

/// The nodes that a to-many `R` leads to.
pub type ChildrenOf<'g, E, R> = Nodes<'g, Target<R>, SlotsOf<E, R>>;

/// What `R` returns in the edges `E`.
type ViewOf<'g, E, R> = View<R, ExtentOf<E, R>, ChildOf<'g, E, R>, ChildrenOf<'g, E, R>>;

impl<'g, M: Model, E> At<'g, M, E> {
    /// What [`HasSome::get`] returns, for a node type to delegate to.
    pub fn get<R>(self, _: R) -> ViewOf<'g, E, R>
    where
        R: Relation<Source = M>,
        E: Slot<Declared<R>, State: IsLoaded<R, E>>,
    {
        let slot = self.edges().slot();
        let level = slot.level(self.level());
        R::Cardinality::view::<ExtentOf<E, R>, _, _>(slot.links(), self.index(), level)
    }
}
