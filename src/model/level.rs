//! One level of a graph: its rows, and what was loaded with them.

use crate::model::sealed::Sealed;
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::slice;

/// The rows of a level: those of a graph of its own, or rows that somebody else has in hand.
pub enum Rows<'r, M> {
    /// The level owns them.
    Owned(Vec<M>),
    /// It owns them, and they are all rows of their table, or all that belong to such rows.
    All(Vec<M>),
    /// A slice.
    Slice(&'r [M]),
    /// References, each to a row.
    References(Vec<&'r M>),
}

impl<'r, M> Rows<'r, M> {
    pub(crate) const NONE: Self = Rows::Owned(Vec::new());

    pub(crate) fn owned_or_all(rows: Vec<M>, all: bool) -> Self {
        if all { Rows::All(rows) } else { Rows::Owned(rows) }
    }

    /// Whether they are known to be all rows of their table.
    pub(crate) fn are_all(&self) -> bool {
        matches!(self, Rows::All(_))
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self {
            Rows::Owned(rows) | Rows::All(rows) => rows.len(),
            Rows::Slice(rows) => rows.len(),
            Rows::References(rows) => rows.len(),
        }
    }

    #[inline]
    pub(crate) fn get(&self, index: usize) -> &M {
        match self {
            Rows::Owned(rows) | Rows::All(rows) => &rows[index],
            Rows::Slice(rows) => &rows[index],
            Rows::References(rows) => rows[index],
        }
    }

    /// The rows of a level that owns them: the rows in hand of another one are nobody's to give.
    pub(crate) fn owned(&self) -> &[M] {
        match self {
            Rows::Owned(rows) | Rows::All(rows) => rows,
            Rows::Slice(_) | Rows::References(_) => &[],
        }
    }

    /// The same, to be changed.
    pub(crate) fn owned_mut(&mut self) -> &mut [M] {
        self.list_mut().map_or(&mut [], Vec::as_mut_slice)
    }

    /// The list of a level that owns its rows.
    pub(crate) fn list_mut(&mut self) -> Option<&mut Vec<M>> {
        match self {
            Rows::Owned(rows) | Rows::All(rows) => Some(rows),
            Rows::Slice(_) | Rows::References(_) => None,
        }
    }

    /// The same, without a copy.
    pub(crate) fn into_owned(self) -> Vec<M> {
        match self {
            Rows::Owned(rows) | Rows::All(rows) => rows,
            Rows::Slice(_) | Rows::References(_) => Vec::new(),
        }
    }

    /// A row in hand.
    pub(crate) fn borrowed(&self, index: usize) -> Option<&'r M> {
        match self {
            Rows::Owned(_) | Rows::All(_) => None,
            Rows::Slice(rows) => rows.get(index),
            Rows::References(rows) => rows.get(index).copied(),
        }
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &M> + Clone {
        let (owned, references): (&[M], &[&M]) = match self {
            Rows::Owned(rows) | Rows::All(rows) => (rows, &[]),
            Rows::Slice(rows) => (rows, &[]),
            Rows::References(rows) => (&[], rows),
        };
        Both { rows: owned.iter(), references: references.iter() }
    }
}

/// Rows, or references to rows.
struct Both<'g, M> {
    rows: slice::Iter<'g, M>,
    references: slice::Iter<'g, &'g M>,
}

impl<M> Clone for Both<'_, M> {
    fn clone(&self) -> Self {
        Both { rows: self.rows.clone(), references: self.references.clone() }
    }
}

impl<'g, M> Iterator for Both<'g, M> {
    type Item = &'g M;

    #[inline]
    fn next(&mut self) -> Option<&'g M> {
        self.rows.next().or_else(|| self.references.next().copied())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.rows.len() + self.references.len();
        (len, Some(len))
    }
}

impl<M> ExactSizeIterator for Both<'_, M> {}

/// The rows of one model in a graph, and what was loaded with them.
///
/// What the functions of a graph's types share; not for use by hand.
pub struct Level<'r, M, E> {
    /// Those of the query, then those that a recursive relation adds.
    pub(crate) rows: Rows<'r, M>,
    pub(crate) roots: usize,
    pub(crate) edges: E,
}

impl<'r, M, E> Level<'r, M, E> {
    /// All rows are those of the query.
    pub(crate) fn of(rows: Rows<'r, M>, edges: E) -> Self {
        let roots = rows.len();
        Level { rows, roots, edges }
    }

    /// Rows that the level owns.
    pub(crate) fn owned(rows: Vec<M>, edges: E) -> Self {
        Level::of(Rows::Owned(rows), edges)
    }

    /// The same rows with other edges.
    pub(crate) fn map_edges<F>(self, map: impl FnOnce(E) -> F) -> Level<'r, M, F> {
        Level { rows: self.rows, roots: self.roots, edges: map(self.edges) }
    }

    /// The rows of the query.
    pub(crate) fn roots(&self) -> impl ExactSizeIterator<Item = &M> + DoubleEndedIterator + Clone {
        (0..self.roots).map(|index| self.rows.get(index))
    }
}

/// Who owns the rows of a graph's query.
///
/// Implemented for [`Owned`] and [`Borrowed`], and for nothing else.
pub trait Ownership: Sealed {
    /// The first level of the graph.
    #[doc(hidden)]
    type Level<M: 'static, E>;
    /// The first level of the graph.
    #[doc(hidden)]
    fn level<'g, M, E>(level: &'g Self::Level<M, E>) -> &'g Level<'g, M, E>;
    /// What a function makes of the first level, which it may take apart.
    #[doc(hidden)]
    fn take_apart<M, E, T>(
        level: Self::Level<M, E>,
        take: impl FnOnce(&mut Level<'_, M, E>) -> T,
    ) -> T;
}

/// The graph owns them.
#[derive(Debug, Clone, PartialEq)]
pub enum Owned {}

/// They were in hand, and the graph refers to them.
#[derive(Debug, Clone, PartialEq)]
pub struct Borrowed<'r>(PhantomData<&'r ()>);

impl Ownership for Owned {
    type Level<M: 'static, E> = Level<'static, M, E>;

    fn level<'g, M, E>(level: &'g Level<'static, M, E>) -> &'g Level<'g, M, E> {
        level
    }

    fn take_apart<M, E, T>(
        mut level: Level<'static, M, E>,
        take: impl FnOnce(&mut Level<'_, M, E>) -> T,
    ) -> T {
        take(&mut level)
    }
}

impl<'r> Ownership for Borrowed<'r> {
    type Level<M: 'static, E> = Level<'r, M, E>;

    fn level<'g, M, E>(level: &'g Level<'r, M, E>) -> &'g Level<'g, M, E> {
        level
    }

    fn take_apart<M, E, T>(
        mut level: Level<'r, M, E>,
        take: impl FnOnce(&mut Level<'_, M, E>) -> T,
    ) -> T {
        take(&mut level)
    }
}

impl<M: Clone, E: Clone> Clone for Level<'_, M, E> {
    fn clone(&self) -> Self {
        Level { rows: self.rows.clone(), roots: self.roots, edges: self.edges.clone() }
    }
}

impl<M: Clone> Clone for Rows<'_, M> {
    fn clone(&self) -> Self {
        match self {
            Rows::Owned(rows) => Rows::Owned(rows.clone()),
            Rows::All(rows) => Rows::All(rows.clone()),
            Rows::Slice(rows) => Rows::Slice(rows),
            Rows::References(rows) => Rows::References(rows.clone()),
        }
    }
}

impl<M: Debug> Debug for Rows<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<M: PartialEq> PartialEq for Rows<'_, M> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}
