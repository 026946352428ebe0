//! References to rows that live as long as their graph.

use std::iter::Map;
use std::ops::Deref;

/// A node of a graph that lives for `'g`: the bound for functions that return references.
///
/// A node is a value: a reference through it, such as `&post.title`, lives only as long as that
/// value. [`row`](Self::row) borrows from the graph. Every node implements this, so that it can be
/// required beside [`Has`](crate::Has), of the row and of its children:
///
/// ```
/// use blog::{User, schema::{posts, users}, user};
/// use conjoin::prelude::*;
/// use diesel::prelude::*;
///
/// fn titles<'g>(user: impl Has<user::posts, Child: InGraph<'g>>) -> Vec<&'g str> {
///     user.get(User::posts).rows().map(|post| post.title.as_str()).collect()
/// }
///
/// # let conn = &mut blog::database()?;
/// let users = users::table.with(User::posts.order_by(posts::id)).load(conn)?;
/// let titles: Vec<&str> = users.iter().flat_map(titles).collect();
/// # assert_eq!(titles.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a node of a graph",
    label = "expected a node, whose row is borrowed from its graph",
    note = "an accessor returns one, and so do `graph.iter()`, `graph.get(index)` and `one.node()`"
)]
pub trait InGraph<'g>: Copy + Deref<Target: 'g> {
    /// The row, as a reference that lives as long as the graph.
    fn row(self) -> &'g Self::Target;
}

/// The rows of nodes: a method of every iterator over them.
pub trait NodesDsl: Iterator + Sized {
    /// The rows alone, as references that live as long as the graph. The iterator is double-ended
    /// and has a known length if that of the nodes does.
    ///
    /// ```
    /// use blog::{User, schema::users};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let users = users::table.order_by(users::id).with(User::posts).load(conn)?;
    /// let authors = users.iter().filter(|user| !user.posts().is_empty());
    /// let names: Vec<&str> = authors.rows().map(|user| user.username.as_str()).collect();
    /// assert_eq!(names, ["alice", "bob"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn rows<'g>(self) -> Rows<'g, Self>
    where
        Self::Item: InGraph<'g>,
    {
        self.map(InGraph::row)
    }
}

#[diagnostic::do_not_recommend]
impl<I: Iterator> NodesDsl for I {}

/// The rows of the nodes `I`.
pub type Rows<'g, I> =
    Map<I, fn(<I as Iterator>::Item) -> &'g <<I as Iterator>::Item as Deref>::Target>;
