//! Loaded rows: each is stored once, and the edges between them are integers.

use crate::model::node::{At, Iter};
use crate::model::relation::Model;
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
#[derive(Debug, Clone, PartialEq)]
pub struct Graph<M, E> {
    /// Those of the query, then those that a recursive relation adds.
    pub(crate) rows: Vec<M>,
    pub(crate) roots: usize,
    edges: E,
}

impl<M, E> Graph<M, E> {
    /// The first `roots` rows are those of the query.
    pub(crate) fn new(rows: Vec<M>, roots: usize, edges: E) -> Self {
        Graph { rows, roots, edges }
    }

    /// All rows are those of the query.
    pub(crate) fn of(rows: Vec<M>, edges: E) -> Self {
        let roots = rows.len();
        Graph { rows, roots, edges }
    }

    /// The same rows with other edges.
    pub(crate) fn map_edges<F>(self, map: impl FnOnce(E) -> F) -> Graph<M, F> {
        Graph { rows: self.rows, roots: self.roots, edges: map(self.edges) }
    }

    pub(crate) fn edges(&self) -> &E {
        &self.edges
    }

    /// The number of rows of the query.
    pub fn len(&self) -> usize {
        self.roots
    }

    /// Whether the query has no rows.
    pub fn is_empty(&self) -> bool {
        self.roots == 0
    }

    /// The rows without their relations, in the order of the query.
    pub fn rows(&self) -> &[M] {
        &self.rows[..self.roots]
    }

    /// Returns the rows, without a copy; everything loaded with them is dropped.
    pub fn into_rows(mut self) -> Vec<M> {
        self.rows.truncate(self.roots);
        self.rows
    }

    /// Takes the graph apart: its rows, which are not copied, and its edges, which have a field for
    /// each relation.
    ///
    /// A field that holds a [`Loaded`](crate::Loaded) comes apart in turn, into links and the graph
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
        (self.rows, self.edges)
    }

    /// The row of a graph that has exactly one.
    #[doc(hidden)]
    pub fn into_only_row(mut self) -> M {
        self.rows.swap_remove(0)
    }
}

impl<M: Model, E: 'static> Graph<M, E> {
    /// The nodes, in the order of the query.
    pub fn iter(&self) -> Iter<'_, M, E> {
        Iter::new(self)
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
        (index < self.len()).then(|| M::node(At::new(self, index)))
    }
}

impl<'g, M: Model, E: 'static> IntoIterator for &'g Graph<M, E> {
    type Item = M::Node<'g, E>;
    type IntoIter = Iter<'g, M, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
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
        &self.rows[index]
    }
}
