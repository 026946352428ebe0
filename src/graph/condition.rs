//! Relations loaded on a condition: the slot is an `Option`.

use crate::graph::has::NodeOf;
use crate::graph::slot::{Access, IsLoaded, IsWhole, Loaded, Slot};
use crate::graph::tree::Tree;
use crate::model::level::Level;
use crate::model::node::{At, Nodes};
use crate::model::relation::{
    Cardinality, Declared, Extent, LinksOf, Model, Relation, Target, View, Whole,
};
use std::ops::Deref;

/// A row whose relation `R` may have been loaded: on a condition, with
/// [`with_if`](crate::dsl::WithDsl::with_if), or unconditionally.
///
/// ```
/// use blog::{User, schema::users, user};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// fn line(user: impl MayHave<user::posts>) -> String {
///     match user.get_if(User::posts) {
///         Some(posts) => format!("{}: {} posts", user.username, posts.len()),
///         None => user.username.clone(),
///     }
/// }
///
/// # let conn = &mut blog::database()?;
/// let users = users::table.order_by(users::id).with_if(true, User::posts).load(conn)?;
/// assert_eq!(line(users.get(0).expect("alice")), "alice: 2 posts");
/// let users = users::table.order_by(users::id).with(User::posts).load(conn)?;
/// assert_eq!(line(users.get(0).expect("alice")), "alice: 2 posts");
/// let users = users::table.order_by(users::id).with_if(false, User::posts).load(conn)?;
/// assert_eq!(line(users.get(0).expect("alice")), "alice");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "expected a node of the model that has the relation `{R}`",
    label = "pass a node of it: `.node()` of a single row, `*node` of a reference, each row of a graph",
    note = "a node is a row of a loaded graph; what is generic itself requires `MayHave<{R}>` to pass it on, \
            and `N: MayHave<{R}, Child = N>` to call itself with the related rows"
)]
pub trait MayHave<R: Relation>: Copy + Deref<Target = R::Source> {
    /// How much of the relation was loaded, if it was.
    type Extent: Extent;
    /// The rows the relation leads to, as nodes.
    type Child: Copy + Deref<Target = R::Target>;
    /// The type for a to-many relation: an iterator of known length over the nodes.
    type Children: ExactSizeIterator<Item = Self::Child> + DoubleEndedIterator + Clone;

    /// The related rows, if they were loaded: of a tree with a limited depth, not those beyond it.
    fn get_if(self, relation: R) -> Option<ViewFrom<Self, R>>;
}

/// The related rows of a row of `N`, if they were loaded.
pub(crate) type ViewFrom<N, R> =
    View<R, <N as MayHave<R>>::Extent, <N as MayHave<R>>::Child, <N as MayHave<R>>::Children>;

/// The state of a slot that may hold a loaded relation.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is not loaded",
    label = "add `.with(…)` or `.with_if(…)` for it to the query that loaded these rows"
)]
pub trait MayBeLoaded<R: Relation, Own> {
    /// What it holds then.
    type Loaded: IsLoaded<R, Own>;
    /// What it holds.
    fn loaded(&self) -> Option<&Self::Loaded>;
    /// What it holds.
    fn loaded_mut(&mut self) -> Option<&mut Self::Loaded>;
}

#[diagnostic::do_not_recommend]
impl<R: Relation, Own, S: IsLoaded<R, Own>> MayBeLoaded<R, Own> for Option<S> {
    type Loaded = S;

    fn loaded(&self) -> Option<&S> {
        self.as_ref()
    }

    fn loaded_mut(&mut self) -> Option<&mut S> {
        self.as_mut()
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, E: 'static, X: Extent, Own> MayBeLoaded<R, Own> for Loaded<R, E, X> {
    type Loaded = Self;

    fn loaded(&self) -> Option<&Self> {
        Some(self)
    }

    fn loaded_mut(&mut self) -> Option<&mut Self> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, X, Own> MayBeLoaded<R, Own> for Tree<R, X>
where
    Self: IsLoaded<R, Own>,
{
    type Loaded = Self;

    fn loaded(&self) -> Option<&Self> {
        Some(self)
    }

    fn loaded_mut(&mut self) -> Option<&mut Self> {
        Some(self)
    }
}

/// A place in a graph where the relation `R` may be loaded.
pub trait MayHold<R: Relation>: Sized {
    /// See [`MayHave::Extent`].
    type Extent: Extent;
    /// See [`MayHave::Child`].
    type Child: Copy + Deref<Target = R::Target>;
    /// See [`MayHave::Children`].
    type Children: ExactSizeIterator<Item = Self::Child> + DoubleEndedIterator + Clone;
    /// See [`MayHave::get_if`].
    fn get_if(self) -> Option<ViewAt<Self, R>>;
}

/// The related rows at a place of the type `P`.
type ViewAt<P, R> =
    View<R, <P as MayHold<R>>::Extent, <P as MayHold<R>>::Child, <P as MayHold<R>>::Children>;

impl<N, R> MayHave<R> for N
where
    R: Relation,
    N: NodeOf<R::Source, At: MayHold<R>>,
{
    type Extent = <N::At as MayHold<R>>::Extent;
    type Child = <N::At as MayHold<R>>::Child;
    type Children = <N::At as MayHold<R>>::Children;

    fn get_if(self, _: R) -> Option<ViewFrom<Self, R>> {
        self.place().get_if()
    }
}

/// What was loaded of `R` in the edges `E`, if it was.
type LoadedOf<E, R> = <<E as Slot<Declared<R>>>::State as MayBeLoaded<R, E>>::Loaded;

/// What may be loaded beneath `R` in the edges `E`.
type EdgesIf<E, R> = <LoadedOf<E, R> as IsLoaded<R, E>>::Edges;

impl<'g, R, E> MayHold<R> for At<'g, R::Source, E>
where
    R: Relation,
    E: Slot<Declared<R>, State: MayBeLoaded<R, E>> + 'static,
{
    type Extent = <LoadedOf<E, R> as IsLoaded<R, E>>::Extent;
    type Child = <Target<R> as Model>::Node<'g, EdgesIf<E, R>>;
    type Children = Nodes<'g, Target<R>, EdgesIf<E, R>>;

    fn get_if(self) -> Option<ViewAt<Self, R>> {
        let loaded = self.edges().slot().loaded()?;
        if !loaded.is_loaded_for(self.index()) {
            return None;
        }
        let level = loaded.level(self.level());
        Some(R::Cardinality::view::<Self::Extent, _, _>(loaded.links(), self.index(), level))
    }
}

#[diagnostic::do_not_recommend]
impl<'g, R: Relation, Own, S, View> Access<'g, R, Own, Option<View>> for Option<S>
where
    S: Access<'g, R, Own, View>,
{
    fn access(&'g self, row: At<'g, R::Source, Own>) -> Option<View> {
        Some(self.as_ref()?.access(row))
    }
}

/// Rejects relations that may not be loaded where they must be; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` was loaded on a condition",
    label = "require `MayHave<{R}>`, or `may` in `#[from_graph(…)]`; or load it with `.with(…)` instead of `.with_if(…)`"
)]
pub trait Unconditional<R: Relation, Own> {
    /// As [`IsLoaded::links`].
    fn links(&self) -> &LinksOf<R>;
    /// As [`IsLoaded::level`].
    fn level<'g>(&'g self, own: &'g Level<'g, R::Source, Own>) -> &'g Level<'g, R::Target, ()>;
}

// For the messages alone: otherwise rustc answers that nothing is loaded, or not the whole of it.
impl<R: Relation, Own, S> IsWhole<R, Own> for Option<S> where Self: Unconditional<R, Own> {}

impl<R: Relation, Own, S> IsLoaded<R, Own> for Option<S>
where
    Self: Unconditional<R, Own>,
{
    type Extent = Whole;
    type Edges = ();

    fn links(&self) -> &LinksOf<R> {
        Unconditional::links(self)
    }

    fn level<'g>(&'g self, own: &'g Level<'g, R::Source, Own>) -> &'g Level<'g, R::Target, ()> {
        Unconditional::level(self, own)
    }
}
