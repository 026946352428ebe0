//! Rows in a graph, with a value for each.

use crate::model::debug::DebugEdges;
use crate::model::graph::Graph;
use crate::model::node::{At, Iter};
use crate::model::relation::Model;
use std::fmt::{self, Debug};
use std::{iter, slice};

/// A graph, and for each row of the query a value that was selected with it.
///
/// Returned by [`also_select`](crate::Load::also_select). `V` is the type of the values. Iterating
/// yields pairs:
///
/// ```
/// use blog::{User, schema::users};
/// use conjoin::{Loaded, prelude::*};
/// use diesel::prelude::*;
///
/// fn by_length(conn: &mut SqliteConnection) -> QueryResult<Loaded!((User, i32) { posts })> {
///     let length = diesel::dsl::sql::<diesel::sql_types::Integer>("length(username)");
///     users::table.order_by(users::id).with(User::posts).also_select(length).load(conn)
/// }
///
/// let users = by_length(&mut blog::database()?)?;
/// let longest = users.iter().max_by_key(|(_, length)| **length);
/// # let (user, length) = users.get(0).expect("alice");
/// # assert_eq!((user.username.as_str(), user.posts().len(), *length), ("alice", 2, 5));
/// # assert_eq!(longest.map(|(_, length)| *length), Some(5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Pairs<M: 'static, E, V> {
    graph: Graph<M, E>,
    values: Vec<V>,
}

impl<M, E, V> Pairs<M, E, V> {
    /// A value for each row of the query.
    pub(crate) fn new(graph: Graph<M, E>, values: Vec<V>) -> Self {
        Pairs { graph, values }
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The rows and everything loaded with them.
    pub fn graph(&self) -> &Graph<M, E> {
        &self.graph
    }

    /// The values, in the order of the query.
    pub fn values(&self) -> &[V] {
        &self.values
    }

    /// Splits it into both, for example to load more relations of the rows.
    pub fn into_parts(self) -> (Graph<M, E>, Vec<V>) {
        (self.graph, self.values)
    }
}

impl<M: Model, E: 'static, V> Pairs<M, E, V> {
    /// The nodes and their values, in the order of the query.
    pub fn iter(&self) -> iter::Zip<Iter<'_, M, E>, slice::Iter<'_, V>> {
        self.graph.iter().zip(&self.values)
    }

    /// The node and the value at `index`, or `None` past the end.
    pub fn get(&self, index: usize) -> Option<(M::Node<'_, E>, &V)> {
        self.graph.get(index).zip(self.values.get(index))
    }
}

impl<M: Debug, E: DebugEdges, V: Debug> Debug for Pairs<M, E, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes = (0..self.graph.len()).map(|index| At::new(self.graph.level(), index));
        f.debug_list().entries(nodes.zip(&self.values)).finish()
    }
}

impl<'g, M: Model, E: 'static, V> IntoIterator for &'g Pairs<M, E, V> {
    type Item = (M::Node<'g, E>, &'g V);
    type IntoIter = iter::Zip<Iter<'g, M, E>, slice::Iter<'g, V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
