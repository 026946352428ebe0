//! Bounds on the relations that were loaded with a row.

use crate::graph::slot::{IsLoaded, IsWhole, Slot};
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
    message = "expected a node of the model that has the relation `{R}`",
    label = "pass a node of it: `.node()` of a single row, `*node` of a reference, each row of a graph",
    note = "a node is a row of a loaded graph; what is generic itself requires `HasSome<{R}>` to pass it on, \
            and `N: HasSome<{R}, Child = N>` to call itself with the related rows"
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
    message = "expected a node of the model that has the relation `{R}`",
    label = "pass a node of it: `.node()` of a single row, `*node` of a reference, each row of a graph",
    note = "a node is a row of a loaded graph; what is generic itself requires `Has<{R}>` to pass it on, \
            and `N: Has<{R}, Child = N>` to call itself with the related rows"
)]
pub trait Has<R: Relation>: HasSome<R, Extent = Whole> {}

/// A row that is known to have its relation `R` loaded, and so gives the `View` of it.
///
/// For a row alone, and for one of a function that does not require the relation: a node has accessors of its
/// own. `View` is inferred, as with [`Access`](crate::graph::slot::Access).
#[diagnostic::on_unimplemented(
    message = "this row does not have its relation `{R}` loaded",
    label = "add `.with(…)` for it to the query of the row, or `Has<{R}>` to what this function requires",
    note = "only the rows of a loaded graph have relations; beneath another one, a function requires \
            `impl Has<user::posts, Child: Has<post::tags>>`"
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

/// A row in a graph of rows of `M`, by which its relations are found. Implemented by every model's node.
#[diagnostic::on_unimplemented(
    message = "this row is not known to be a node with relations",
    label = "in a function, require `Child: Has<…>`; a node is `.node()` of a single row, `*node` of a reference",
    note = "`impl Has<user::posts, Child: Has<post::tags>>` requires the posts, with the tags of each; a function that \
            calls itself requires `N: Has<category::children, Child = N>`"
)]
pub trait NodeOf<M>: Copy + Deref<Target = M> {
    /// The type of its place in the graph.
    type At;
    /// Its place in the graph.
    fn place(self) -> Self::At;
}

/// A place in a graph where the relation `R` is loaded.
pub trait HoldsSome<R: Relation> {
    /// See [`HasSome::Extent`].
    type Extent: Extent;
    /// See [`HasSome::Child`].
    type Child: Copy + Deref<Target = R::Target>;
    /// See [`HasSome::Children`].
    type Children: ExactSizeIterator<Item = Self::Child> + DoubleEndedIterator + Clone;
    /// See [`HasSome::get`].
    fn get(self) -> View<R, Self::Extent, Self::Child, Self::Children>;
}

/// A place in a graph where the whole relation `R` is loaded.
pub trait HoldsAll<R: Relation>: HoldsSome<R, Extent = Whole> {}

impl<N, R> HasSome<R> for N
where
    R: Relation,
    N: NodeOf<R::Source, At: HoldsSome<R>>,
{
    type Extent = <N::At as HoldsSome<R>>::Extent;
    type Child = <N::At as HoldsSome<R>>::Child;
    type Children = <N::At as HoldsSome<R>>::Children;

    fn get(self, _: R) -> View<R, Self::Extent, Self::Child, Self::Children> {
        self.place().get()
    }
}

impl<N, R> Has<R> for N
where
    R: Relation,
    N: NodeOf<R::Source, At: HoldsAll<R>>,
{
}

/// What is loaded beneath `R` in the edges `E`.
type SlotsOf<E, R> = <<E as Slot<Declared<R>>>::State as IsLoaded<R, E>>::Edges;

impl<'g, R, E> HoldsSome<R> for At<'g, R::Source, E>
where
    R: Relation,
    E: Slot<Declared<R>, State: IsLoaded<R, E>> + 'static,
{
    type Extent = <E::State as IsLoaded<R, E>>::Extent;
    type Child = <Target<R> as Model>::Node<'g, SlotsOf<E, R>>;
    type Children = Nodes<'g, Target<R>, SlotsOf<E, R>>;

    fn get(self) -> View<R, Self::Extent, Self::Child, Self::Children> {
        let slot = self.edges().slot();
        let level = slot.level(self.level());
        R::Cardinality::view::<Self::Extent, _, _>(slot.links(), self.index(), level)
    }
}

impl<R, E> HoldsAll<R> for At<'_, R::Source, E>
where
    R: Relation,
    E: Slot<Declared<R>, State: IsWhole<R, E>> + 'static,
{
}
