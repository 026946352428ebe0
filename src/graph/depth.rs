//! How deep in a tree a row is.

use crate::graph::aggregated::Aggregated;
use crate::graph::has::NodeOf;
use crate::graph::slot::Slot;
use crate::graph::tree::Tree;
use crate::model::level::Level;
use crate::model::links::Follow;
use crate::model::node::At;
use crate::model::relation::{Declared, Relation};
use std::ops::Deref;

/// A row of a tree: one with which the relation `R` was loaded
/// [recursively](crate::dsl::RelationDsl::recursive).
///
/// ```
/// use conjoin::{InTree, prelude::*};
/// use diesel::{connection::SimpleConnection, prelude::*};
///
/// diesel::table! { comments (id) { id -> Integer, body -> Text, parent_id -> Nullable<Integer>, } }
///
/// #[derive(Queryable, Selectable, Relations)]
/// #[diesel(table_name = comments)]
/// #[relations(
///     belongs_to(parent: Comment, back_populates = replies),
///     has_many(replies: Comment, back_populates = parent),
/// )]
/// struct Comment {
///     id: i32,
///     body: String,
///     parent_id: Option<i32>,
/// }
///
/// fn print<C>(comment: C)
/// where
///     C: Has<comment::replies, Child = C> + InTree<comment::replies>,
/// {
///     let indent = 2 * comment.depth(Comment::replies);
///     println!("{:indent$}{}", "", comment.body);
///     comment.get(Comment::replies).for_each(print);
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let conn = &mut SqliteConnection::establish(":memory:")?;
/// # conn.batch_execute(
/// #     "CREATE TABLE comments (id INTEGER PRIMARY KEY, body TEXT NOT NULL, parent_id INTEGER);
/// #      INSERT INTO comments VALUES (1, 'Nice.', NULL), (2, 'Is it?', 1), (3, 'Yes.', 2);",
/// # )?;
/// let threads = comments::table
///     .filter(comments::parent_id.is_null())
///     .with(Comment::replies.recursive())
///     .load(conn)?;
/// threads.iter().for_each(print);
/// # let reply = threads.get(0).unwrap().replies().next().unwrap().replies().next().unwrap();
/// # assert_eq!(reply.depth(Comment::replies), 2);
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "expected a node of the model that has the relation `{R}`",
    label = "pass a node of it: `.node()` of a single row, `*node` of a reference, each row of a graph",
    note = "what is generic itself requires `InTree<{R}>` to pass it on"
)]
pub trait InTree<R: Relation>: Copy + Deref<Target = R::Source> {
    /// How many steps the row is away from the rows that the tree starts with: 0 for those, 1 for the
    /// rows that they lead to. The shortest way counts, if there are several.
    ///
    /// It sends nothing: the first call for a level follows its links. If the relation was not loaded,
    /// since the condition of [`with_if`](crate::dsl::WithDsl::with_if) was false, it is 0.
    fn depth(self, relation: R) -> usize;
}

impl<N, R> InTree<R> for N
where
    R: Relation,
    N: NodeOf<R::Source, At: HasDepth<R>>,
{
    fn depth(self, _: R) -> usize {
        self.place().depth_here()
    }
}

/// A place in a tree of the relation `R`.
pub trait HasDepth<R: Relation> {
    /// See [`InTree::depth`].
    fn depth_here(self) -> usize;
}

impl<R, E> HasDepth<R> for At<'_, R::Source, E>
where
    R: Relation,
    E: Slot<Declared<R>, State: IsTree<R>>,
{
    fn depth_here(self) -> usize {
        self.edges().slot().depth_of(self.index(), self.level())
    }
}

/// The state of a slot that holds the links of a tree.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is not loaded recursively",
    label = "rows of a tree have a depth: load the relation with `.recursive()`"
)]
pub trait IsTree<R: Relation> {
    /// The depth of a row of the level.
    fn depth_of<E>(&self, row: usize, level: &Level<'_, R::Source, E>) -> usize;
}

#[diagnostic::do_not_recommend]
impl<R: Relation, X> IsTree<R> for Tree<R, X> {
    fn depth_of<E>(&self, row: usize, level: &Level<'_, R::Source, E>) -> usize {
        let depths = || depths(&self.links, level.roots, level.rows.len());
        self.depths.get_or_init(depths)[row]
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, T: IsTree<R>> IsTree<R> for Option<T> {
    fn depth_of<E>(&self, row: usize, level: &Level<'_, R::Source, E>) -> usize {
        self.as_ref().map_or(0, |tree| tree.depth_of(row, level))
    }
}

#[diagnostic::do_not_recommend]
impl<R, T, A, B, C, D, F, G> IsTree<R> for Aggregated<T, A, B, C, D, F, G>
where
    R: Relation,
    T: IsTree<R>,
{
    fn depth_of<E>(&self, row: usize, level: &Level<'_, R::Source, E>) -> usize {
        self.rows.depth_of(row, level)
    }
}

/// How many links away from the first `roots` rows each of the rows is.
fn depths(links: &impl Follow, roots: usize, rows: usize) -> Vec<usize> {
    let mut depths = vec![0; rows];
    let mut seen: Vec<bool> = (0..rows).map(|row| row < roots).collect();
    let mut queue: Vec<usize> = (0..roots).collect();
    let mut next = 0;
    while let Some(&row) = queue.get(next) {
        next += 1;
        for target in links.follow(row).iter().map(|&target| target as usize) {
            if !seen[target] {
                (seen[target], depths[target]) = (true, depths[row] + 1);
                queue.push(target);
            }
        }
    }
    depths
}
