//! Loaded rows: each is stored once, and the edges between them are integers.

use crate::model::debug::DebugEdges;
use crate::model::level::{Borrowed, Level, Owned, Ownership};
use crate::model::node::{At, Iter};
use crate::model::relation::Model;
use std::fmt::{self, Debug};
use std::ops::Index;

/// The rows of one model, and everything loaded with them.
///
/// `M` is the model; `E` specifies which of its relations are loaded. Iterating yields nodes, which
/// dereference to the row and have a method per loaded relation. Nothing here sends SQL.
///
/// ```
/// use blog::{Post, User, schema::users};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let users = users::table.order_by(users::id).with(User::posts).load(conn)?;
/// for user in &users {
///     println!("{} wrote {} posts", user.username, user.posts().len());
/// }
/// let rows: Vec<User> = users.into_rows();
/// # assert_eq!(rows[0].username, "alice");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// With relations that were loaded for borrowed rows, it borrows these: `O` is then
/// [`Borrowed`](crate::graph::Borrowed).
pub struct Graph<M: 'static, E, O: Ownership = Owned> {
    level: O::Level<M, E>,
}

impl<M, E, O: Ownership> Graph<M, E, O> {
    pub(crate) fn new(level: O::Level<M, E>) -> Self {
        Graph { level }
    }

    /// The rows of the query and those that a recursive relation adds, and what is loaded with them.
    #[doc(hidden)]
    pub fn level(&self) -> &Level<'_, M, E> {
        O::level(&self.level)
    }

    #[doc(hidden)]
    pub fn into_level(self) -> O::Level<M, E> {
        self.level
    }

    /// The number of rows of the query.
    pub fn len(&self) -> usize {
        self.level().roots
    }

    /// Whether the query has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<M, E> Graph<M, E> {
    /// The rows without their relations, in the order of the query.
    pub fn rows(&self) -> &[M] {
        &self.level.rows.owned()[..self.level.roots]
    }

    /// Returns the rows, without a copy; everything loaded with them is dropped.
    pub fn into_rows(self) -> Vec<M> {
        let mut rows = self.level.rows.into_owned();
        rows.truncate(self.level.roots);
        rows
    }

    /// Takes the graph apart: its rows, which are not copied, and its edges, which have a field for
    /// each relation.
    ///
    /// A field that holds a [`Loaded`](struct@crate::Loaded) comes apart in turn, into links and the graph
    /// of the related rows: so every row of every level can be moved. The links of a row are indexes
    /// of the next level. The rows that a recursive relation added follow those of the query, of
    /// which there are [`len`](Self::len).
    ///
    /// ```
    /// use blog::{Post, User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// struct Author {
    ///     user: User,
    ///     posts: Vec<Post>,
    /// }
    ///
    /// # let conn = &mut blog::database()?;
    /// let graph = users::table.with(User::posts.order_by(posts::id)).load(conn)?;
    /// let (users, edges) = graph.into_parts();
    /// let (links, posts) = edges.posts.into_parts();
    /// let mut posts: Vec<Option<Post>> = posts.into_rows().into_iter().map(Some).collect();
    /// let authors = users.into_iter().enumerate().map(|(index, user)| Author {
    ///     user,
    ///     posts: links.targets(index).filter_map(|post| posts[post].take()).collect(),
    /// });
    /// # let authors: Vec<Author> = authors.collect();
    /// # assert_eq!(authors.iter().map(|author| author.posts.len()).collect::<Vec<_>>(), [2, 1, 0]);
    /// # assert_eq!(authors[1].user.username, "bob");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_parts(self) -> (Vec<M>, E) {
        (self.level.rows.into_owned(), self.level.edges)
    }

    /// The first level, to be changed.
    pub(crate) fn level_mut(&mut self) -> &mut Level<'static, M, E> {
        &mut self.level
    }

    /// The row of a graph that has exactly one, to be changed.
    #[doc(hidden)]
    pub fn only_row_mut(&mut self) -> &mut M {
        &mut self.level.rows.owned_mut()[0]
    }

    /// The row of a graph that has exactly one.
    #[doc(hidden)]
    pub fn into_only_row(self) -> M {
        self.level.rows.into_owned().swap_remove(0)
    }
}

impl<'r, M, E> Graph<M, E, Borrowed<'r>> {
    /// The rows without their relations, in the order in which they were passed. They live as long
    /// as they did before.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &'r M> + Clone {
        (0..self.len()).filter_map(|index| self.level.rows.borrowed(index))
    }
}

impl<M: Model, E: 'static, O: Ownership> Graph<M, E, O> {
    /// The nodes, in the order of the query.
    pub fn iter(&self) -> Iter<'_, M, E> {
        Iter::new(self.level())
    }

    /// The node at `index`, or `None` past the end.
    ///
    /// ```
    /// # use blog::{User, schema::users};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// # let conn = &mut blog::database()?;
    /// let users = users::table.order_by(users::id).with(User::posts).load(conn)?;
    /// let alice = users.get(0).expect("three users");
    /// assert_eq!(alice.posts().len(), 2);
    /// assert!(users.get(3).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn get(&self, index: usize) -> Option<M::Node<'_, E>> {
        (index < self.len()).then(|| M::node(At::new(self.level(), index)))
    }
}

impl<'g, M: Model, E: 'static, O: Ownership> IntoIterator for &'g Graph<M, E, O> {
    type Item = M::Node<'g, E>;
    type IntoIter = Iter<'g, M, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<M: Clone, E: Clone> Clone for Graph<M, E> {
    fn clone(&self) -> Self {
        Graph::new(self.level.clone())
    }
}

/// The rows of the query, each with what was loaded with it.
impl<M: Debug, E: DebugEdges, O: Ownership> Debug for Graph<M, E, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = (0..self.len()).map(|index| At::new(self.level(), index));
        f.debug_list().entries(rows).finish()
    }
}

impl<M, E, A, B> PartialEq<Graph<M, E, B>> for Graph<M, E, A>
where
    M: PartialEq,
    E: PartialEq,
    A: Ownership,
    B: Ownership,
{
    fn eq(&self, other: &Graph<M, E, B>) -> bool {
        let (own, other) = (self.level(), other.level());
        own.roots == other.roots && own.rows == other.rows && own.edges == other.edges
    }
}

/// Rejects `graph[index]`; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "a graph is not indexed: its nodes are values, to which there are no references",
    label = "call `.get(index)`, which returns an `Option` of the node",
    note = "`.rows()[index]` is the row alone"
)]
pub trait GetByIndex {}

#[doc(hidden)]
impl<M, E> Index<usize> for Graph<M, E>
where
    Self: GetByIndex,
{
    type Output = M;

    fn index(&self, index: usize) -> &M {
        &self.rows()[index]
    }
}
