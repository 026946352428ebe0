//! Plain structs, filled from the rows of a graph and from what was loaded with them.

pub(crate) mod field;
pub(crate) mod origin;
pub(crate) mod rows;
pub(crate) mod tree;
pub(crate) mod value;

use crate::graph::values::Placed;
use crate::model::graph::Graph;
use crate::model::level::{Level, Ownership};
use crate::structs::origin::Origin;
use crate::structs::rows::{RowList, filled};

/// A struct that is filled from rows of the model `M`, with which `E` is loaded.
///
/// Implemented by [`#[derive(FromGraph)]`](derive@crate::FromGraph), and for each model that is
/// `Clone`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not filled from rows of `{M}`",
    label = "`{Self}` is not a struct for rows of `{M}`",
    note = "expected a struct with `#[derive(FromGraph)]` and `#[from_graph({M})]`, or `{M}` itself"
)]
pub trait FromGraph<M, E>: Sized {
    /// A struct for each row that is listed.
    #[doc(hidden)]
    fn from_rows(level: &mut Origin<'_, Level<'_, M, E>>, rows: &RowList<'_>) -> Vec<Self>;
}

impl<M, E, T: FromGraph<M, E>> FromGraph<M, E> for Box<T> {
    fn from_rows(level: &mut Origin<'_, Level<'_, M, E>>, rows: &RowList<'_>) -> Vec<Self> {
        T::from_rows(level, rows).into_iter().map(Box::new).collect()
    }
}

impl<M, E, O: Ownership> Graph<M, E, O> {
    /// Fills a struct from each row and from what was loaded with it. A row that is used once is moved;
    /// one that several rows lead to is cloned.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// #[derive(FromGraph)]
    /// #[from_graph(User { posts })]
    /// struct Page {
    ///     username: String,
    ///     posts: Vec<blog::Post>,
    /// }
    ///
    /// # let conn = &mut blog::database()?;
    /// let users = users::table.order_by(users::id).with(User::posts.order_by(posts::id)).load(conn)?;
    /// let pages: Vec<Page> = users.into_structs();
    /// assert_eq!((pages[0].username.as_str(), pages[0].posts.len()), ("alice", 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_structs<T: FromGraph<M, E>>(self) -> Vec<T> {
        O::take_apart(self.into_level(), |level| roots(&mut Origin::Owned(level)))
    }

    /// Fills the same structs from a graph that is kept: what is taken from it is cloned.
    pub fn to_structs<T: FromGraph<M, E>>(&self) -> Vec<T> {
        roots(&mut Origin::Borrowed(self.level()))
    }
}

/// Structs that are filled from a node, or from the single row that [`first`](crate::Load::first)
/// returns.
pub trait StructDsl: Placed {
    /// Fills a struct from the row and from what was loaded with it, which are cloned.
    ///
    /// ```
    /// # use blog::{User, schema::users};
    /// # use conjoin::prelude::*;
    /// # use diesel::prelude::*;
    /// #[derive(FromGraph)]
    /// #[from_graph(User { count posts })]
    /// struct Line {
    ///     username: String,
    ///     posts_count: i64,
    /// }
    ///
    /// # let conn = &mut blog::database()?;
    /// let users = users::table.order_by(users::id).with(User::posts.count()).load(conn)?;
    /// let lines: Vec<Line> = users.iter().rev().map(|user| user.to_struct()).collect();
    /// assert_eq!((lines[0].username.as_str(), lines[0].posts_count), ("carol", 0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn to_struct<T: FromGraph<Self::Model, Self::Edges>>(&self) -> T {
        let at = self.at();
        let row = RowList::new(vec![at.index() as u32]);
        T::from_rows(&mut Origin::Borrowed(at.level()), &row).swap_remove(0)
    }

    /// Fills a struct from a single row and from what was loaded with it, as
    /// [`Graph::into_structs`] does.
    fn into_struct<T: FromGraph<Self::Model, Self::Edges>>(self) -> T
    where
        Self: Single + Sized,
    {
        self.into_graph().into_structs().swap_remove(0)
    }
}

#[diagnostic::do_not_recommend]
impl<N: Placed> StructDsl for N {}

/// The single row that [`first`](crate::Load::first) returns: a graph of one row.
#[diagnostic::on_unimplemented(
    message = "a node does not own its row, nor what was loaded with it",
    label = "call `.to_struct()`, which clones it"
)]
pub trait Single: Placed {
    /// Who owns the row.
    type Ownership: Ownership;
    /// The graph.
    fn into_graph(self) -> Graph<Self::Model, Self::Edges, Self::Ownership>;
}

fn roots<M, E, T: FromGraph<M, E>>(level: &mut Origin<'_, Level<'_, M, E>>) -> Vec<T> {
    let rows = RowList::new((0..level.get().roots as u32).collect());
    T::from_rows(level, &rows)
}

/// The rows themselves: what a model's own implementation returns.
pub fn cloned_rows<M: Clone, E>(
    level: &mut Origin<'_, Level<'_, M, E>>,
    rows: &RowList<'_>,
) -> Vec<M> {
    filled(level, rows, std::iter::repeat(()), |row, ()| row.into_owned())
}
