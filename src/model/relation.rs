//! Relations: two models, a cardinality, and the columns that connect them.

use crate::model::debug::{DebugRows, shown};
use crate::model::graph::Graph;
use crate::model::level::{Level, Owned, Ownership};
use crate::model::links::{Follow, Links, OptionalLinks};
use crate::model::node::{At, Nodes};
use crate::model::sealed::Sealed;
use diesel::Table;
use diesel::associations::HasTable;
use std::any::TypeId;
use std::fmt::{self, Debug};
use std::ops::Deref;

/// A struct with relations: one row of a table.
///
/// Implemented by [`#[derive(Relations)]`](derive@crate::Relations), never by hand. Its associated
/// types name a model's graph in generic code:
///
/// ```
/// use blog::{User, schema::users};
/// use conjoin::{Graph, Model, prelude::*};
/// use diesel::prelude::*;
///
/// fn last<M: Model, E>(graph: &Graph<M, E>) -> Option<M::Node<'_, E>> {
///     graph.iter().next_back()
/// }
///
/// # let conn = &mut blog::database()?;
/// let users = users::table.order_by(users::id).with(User::posts).load(conn)?;
/// assert_eq!(last(&users).map(|user| user.posts().len()), Some(0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not derive `Relations`",
    label = "add `Relations` to the derives of `{Self}`, even if it declares none"
)]
pub trait Model: Sized + 'static {
    /// The Diesel table whose rows this struct holds.
    type Table: Table + HasTable<Table = Self::Table>;
    /// The primary key: the columns named by Diesel's `#[diesel(primary_key(…))]`, or else the
    /// table's.
    type PrimaryKey;
    /// Where its columns are: in its table, or in others that its base query joins too.
    type Tables;
    /// One slot per relation, none of them loaded.
    type Edges: Default;
    /// A row in a [`Graph`]: dereferences to the row and has a method per loaded relation.
    type Node<'g, E: 'static>: Copy + Deref<Target = Self>;
    /// A single loaded row that owns its graph, as `first` returns it.
    type One<E: 'static, O: Ownership>;
    /// Its name: `"User"`.
    const NAME: &'static str;
    /// The names of its relations: `["posts", "profile"]`.
    const RELATIONS: &'static [&'static str];

    /// The tables that its base query joins, and its own: a statement gives them no other names.
    #[doc(hidden)]
    fn tables_of_query() -> Vec<TypeId> {
        Vec::new()
    }
    /// Wraps a position in a graph in this model's node type.
    fn node<'g, E: 'static>(at: At<'g, Self, E>) -> Self::Node<'g, E>;
    /// Wraps a graph of one row in this model's owned type.
    fn one<E: 'static, O: Ownership>(graph: Graph<Self, E, O>) -> Self::One<E, O>;
}

/// A relation between two models, declared on `Source`.
///
/// `User::posts` is a value of the type `user::posts`, which implements this trait. Implemented by
/// [`#[derive(Relations)]`](derive@crate::Relations), never by hand.
///
/// ```
/// use blog::{User, user};
/// use conjoin::Relation;
///
/// let posts: user::posts = User::posts;
/// assert_eq!(<user::posts as Relation>::NAME, "User::posts");
/// # let _ = posts;
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a relation",
    label = "expected a relation, such as `User::posts`"
)]
pub trait Relation: Copy + Debug + 'static {
    /// The model that declares the relation.
    type Source: Model;
    /// The model it leads to.
    type Target: Model;
    /// How many rows it leads to.
    type Cardinality: Cardinality;
    /// The columns that connect the two.
    type Keys;
    /// The declared filter, if any.
    type Filter;
    /// The declared order, if any.
    type Order;
    /// The relation as declared: itself, except for [`AsModel`](crate::plan::AsModel).
    type Declared: Relation<Source = Self::Source>;
    /// The relation as errors print it: `"User::posts"`.
    const NAME: &'static str;
    /// Whether it starts with a foreign key of the source: a `belongs_to`, or a path from one.
    const REFERS: bool;
}

/// How many rows a relation leads to: [`ToMany`], [`ToOne`] or [`ToMaybeOne`].
///
/// Implemented for these three, and for nothing else. It decides what an accessor returns.
pub trait Cardinality: Sealed + 'static {
    /// How an edge of this cardinality is stored.
    type Links: Follow + Debug + Default + Clone + Send + Sync + 'static;
    /// What an accessor returns: the nodes, the node, or an optional node.
    type View<X: Extent, Node, Nodes>;
    /// Reads the links of the row `index`.
    fn view<'g, X: Extent, M: Model, E: 'static>(
        links: &'g Self::Links,
        index: usize,
        level: &'g Level<'g, M, E>,
    ) -> Self::View<X, M::Node<'g, E>, Nodes<'g, M, E>>;
    /// Prints what `view` returns.
    #[doc(hidden)]
    fn debug<X: Extent>(
        links: &Self::Links,
        index: usize,
        rows: &dyn DebugRows,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result;
}

/// Any number of rows: `has_many` and `many_to_many`.
#[derive(Debug)]
pub enum ToMany {}

/// Exactly one row: a `belongs_to` whose foreign key is `NOT NULL`.
#[derive(Debug)]
pub enum ToOne {}

/// One row or none: `has_one`, and a `belongs_to` whose foreign key may be `NULL`.
#[derive(Debug)]
pub enum ToMaybeOne {}

impl Cardinality for ToMany {
    type Links = Links;
    type View<X: Extent, Node, Nodes> = Nodes;

    fn view<'g, X: Extent, M: Model, E: 'static>(
        links: &'g Links,
        index: usize,
        level: &'g Level<'g, M, E>,
    ) -> Nodes<'g, M, E> {
        Nodes::new(level, links.of(index))
    }

    fn debug<X: Extent>(
        links: &Links,
        index: usize,
        rows: &dyn DebugRows,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let row = |target| shown(move |f| rows.debug(target, f));
        f.debug_list().entries(links.targets(index).map(row)).finish()
    }
}

impl Cardinality for ToOne {
    type Links = OptionalLinks;
    type View<X: Extent, Node, Nodes> = X::One<Node>;

    fn view<'g, X: Extent, M: Model, E: 'static>(
        links: &'g OptionalLinks,
        index: usize,
        level: &'g Level<'g, M, E>,
    ) -> X::One<M::Node<'g, E>> {
        X::one(links, index, |target| M::node(At::new(level, target)))
    }

    fn debug<X: Extent>(
        links: &OptionalLinks,
        index: usize,
        rows: &dyn DebugRows,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        match X::WHOLE {
            true => rows.debug(links.expect(index), f),
            false => ToMaybeOne::debug::<X>(links, index, rows, f),
        }
    }
}

impl Cardinality for ToMaybeOne {
    type Links = OptionalLinks;
    type View<X: Extent, Node, Nodes> = Option<Node>;

    fn view<'g, X: Extent, M: Model, E: 'static>(
        links: &'g OptionalLinks,
        index: usize,
        level: &'g Level<'g, M, E>,
    ) -> Option<M::Node<'g, E>> {
        let target = links.of(index)?;
        Some(M::node(At::new(level, target)))
    }

    fn debug<X: Extent>(
        links: &OptionalLinks,
        index: usize,
        rows: &dyn DebugRows,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let row = links.of(index).map(|target| shown(move |f| rows.debug(target, f)));
        row.fmt(f)
    }
}

/// How much of a relation was loaded: the [`Whole`] of it, or the [`Part`] that satisfies a filter.
///
/// Implemented for these two, and for nothing else. [`HasSome::Extent`](crate::HasSome::Extent) is
/// one of them.
pub trait Extent: Sealed + 'static {
    /// The type for "exactly one": the node, or an `Option` of it.
    type One<Node>;
    /// Whether a missing row for a `NOT NULL` foreign key is an error.
    const WHOLE: bool;
    /// Reads the link of the row `index`.
    fn one<Node>(
        links: &OptionalLinks,
        index: usize,
        node: impl FnOnce(usize) -> Node,
    ) -> Self::One<Node>;
}

/// Every related row was loaded; required by [`Has`](crate::Has).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {}

/// A filter may have left related rows out; [`HasSome`](crate::HasSome) accepts it.
///
/// "Exactly one" becomes "one or none", even where the key is `NOT NULL`:
///
/// ```
/// use blog::{Profile, schema::{profiles, users}};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let profile = profiles::table
///     .with(Profile::user.filter(users::username.eq("bob")))
///     .first(conn)?;
/// assert!(profile.user().is_none()); // it is alice's
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {}

impl Extent for Whole {
    type One<Node> = Node;
    const WHOLE: bool = true;

    fn one<Node>(links: &OptionalLinks, index: usize, node: impl FnOnce(usize) -> Node) -> Node {
        // A whole load fails when a row is missing, so there is one.
        node(links.expect(index))
    }
}

impl Extent for Part {
    type One<Node> = Option<Node>;
    const WHOLE: bool = false;

    fn one<Node>(
        links: &OptionalLinks,
        index: usize,
        node: impl FnOnce(usize) -> Node,
    ) -> Option<Node> {
        links.of(index).map(node)
    }
}

/// The relation as declared.
pub type Declared<R> = <R as Relation>::Declared;
/// `user::posts` → `Post`
pub type Target<R> = <R as Relation>::Target;
/// `user::posts` → `User`
pub type Source<R> = <R as Relation>::Source;
/// A single row that owns what was loaded with it: `One<User, user::Edges>`.
pub type One<M, E, O = Owned> = <M as Model>::One<E, O>;
/// The columns that connect the two models.
pub type KeysOf<R> = <R as Relation>::Keys;
/// The filter that a relation declares.
pub type FilterOf<R> = <R as Relation>::Filter;
/// The columns of a model's primary key.
pub type PrimaryKey<M> = <M as Model>::PrimaryKey;
/// How the links of a relation are stored.
pub type LinksOf<R> = <<R as Relation>::Cardinality as Cardinality>::Links;
/// What the accessor of a relation returns.
pub type View<R, X, Node, Nodes> =
    <<R as Relation>::Cardinality as Cardinality>::View<X, Node, Nodes>;
/// The table of the target: `posts::table` of `user::posts`.
pub type TableOf<R> = <Target<R> as Model>::Table;
