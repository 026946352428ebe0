//! Nodes: a row together with its graph.

use crate::model::debug::{DebugEdges, DebugRows, Printed};
#[cfg(doc)]
use crate::model::graph::Graph;
use crate::model::level::Level;
use crate::model::relation::Model;
use std::fmt::{self, Debug};
use std::iter::FusedIterator;
use std::ops::Range;
use std::slice;

/// A position in a graph: the level, and the row within it. Every node type wraps one.
pub struct At<'g, M, E> {
    level: &'g Level<'g, M, E>,
    index: usize,
}

impl<M, E> Copy for At<'_, M, E> {}

impl<M, E> Clone for At<'_, M, E> {
    fn clone(&self) -> Self {
        *self
    }
}

/// The row, then what was loaded with it.
impl<M: Debug, E: DebugEdges> Debug for At<'_, M, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Printed::new(self.level).debug(self.index, f)
    }
}

impl<'g, M, E> At<'g, M, E> {
    pub(crate) fn new(level: &'g Level<'g, M, E>, index: usize) -> Self {
        At { level, index }
    }

    /// The row of a level that has exactly one.
    pub fn only(level: &'g Level<'g, M, E>) -> Self {
        At { level, index: 0 }
    }

    /// The row, for as long as the graph lives.
    pub fn row(self) -> &'g M {
        self.level.rows.get(self.index)
    }

    /// Its level.
    pub(crate) fn level(self) -> &'g Level<'g, M, E> {
        self.level
    }

    /// What was loaded with the rows of this level.
    pub fn edges(self) -> &'g E {
        &self.level.edges
    }

    /// The index of the row in its level.
    pub fn index(self) -> usize {
        self.index
    }
}

/// The rows of a to-many relation, as nodes. An iterator of known length.
///
/// ```
/// use blog::{Post, schema::posts};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// # let conn = &mut blog::database()?;
/// let post = posts::table.find(1).with(Post::tags.order_by(blog::schema::tags::name)).first(conn)?;
/// assert_eq!(post.tags().len(), 2);
/// // `rows` gives plain references, which live as long as the graph.
/// let names: Vec<&str> = post.tags().rows().map(|tag| tag.name.as_str()).collect();
/// assert_eq!(names, ["diesel", "rust"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Nodes<'g, M, E> {
    level: &'g Level<'g, M, E>,
    targets: slice::Iter<'g, u32>,
}

impl<'g, M, E> Nodes<'g, M, E> {
    pub(crate) fn new(level: &'g Level<'g, M, E>, targets: &'g [u32]) -> Self {
        Nodes { level, targets: targets.iter() }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.targets.as_slice().is_empty()
    }

    /// The rows alone, as references that live as long as the graph.
    ///
    /// Use it instead of `nodes.map(|node| &node.name)`, which does not compile: that reference
    /// would live only as long as the node.
    pub fn rows(self) -> impl ExactSizeIterator<Item = &'g M> + DoubleEndedIterator + Clone {
        let rows = &self.level.rows;
        self.targets.map(move |&index| rows.get(index as usize))
    }
}

impl<M, E> Clone for Nodes<'_, M, E> {
    fn clone(&self) -> Self {
        Nodes { level: self.level, targets: self.targets.clone() }
    }
}

impl<M: Debug, E: DebugEdges> Debug for Nodes<'_, M, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.targets.clone().map(|&index| At::new(self.level, index as usize));
        f.debug_list().entries(rows).finish()
    }
}

impl<'g, M: Model, E: 'static> IntoIterator for &Nodes<'g, M, E> {
    type Item = M::Node<'g, E>;
    type IntoIter = Nodes<'g, M, E>;

    fn into_iter(self) -> Nodes<'g, M, E> {
        self.clone()
    }
}

impl<'g, M: Model, E: 'static> Iterator for Nodes<'g, M, E> {
    type Item = M::Node<'g, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let &index = self.targets.next()?;
        Some(M::node(At::new(self.level, index as usize)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.targets.size_hint()
    }
}

impl<M: Model, E: 'static> DoubleEndedIterator for Nodes<'_, M, E> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let &index = self.targets.next_back()?;
        Some(M::node(At::new(self.level, index as usize)))
    }
}

impl<M: Model, E: 'static> ExactSizeIterator for Nodes<'_, M, E> {}
impl<M: Model, E: 'static> FusedIterator for Nodes<'_, M, E> {}

/// The nodes of a whole [`Graph`], in the order of its query, as returned by [`Graph::iter`]. A
/// double-ended iterator of known length.
pub struct Iter<'g, M, E> {
    level: &'g Level<'g, M, E>,
    indexes: Range<usize>,
}

impl<'g, M, E> Iter<'g, M, E> {
    pub(crate) fn new(level: &'g Level<'g, M, E>) -> Self {
        Iter { level, indexes: 0..level.roots }
    }
}

impl<M, E> Clone for Iter<'_, M, E> {
    fn clone(&self) -> Self {
        Iter { level: self.level, indexes: self.indexes.clone() }
    }
}

impl<M: Debug, E: DebugEdges> Debug for Iter<'_, M, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.indexes.clone().map(|index| At::new(self.level, index));
        f.debug_list().entries(rows).finish()
    }
}

impl<'g, M: Model, E: 'static> Iterator for Iter<'g, M, E> {
    type Item = M::Node<'g, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.indexes.next()?;
        Some(M::node(At::new(self.level, index)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.indexes.size_hint()
    }
}

impl<M: Model, E: 'static> DoubleEndedIterator for Iter<'_, M, E> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let index = self.indexes.next_back()?;
        Some(M::node(At::new(self.level, index)))
    }
}

impl<M: Model, E: 'static> ExactSizeIterator for Iter<'_, M, E> {}
impl<M: Model, E: 'static> FusedIterator for Iter<'_, M, E> {}
