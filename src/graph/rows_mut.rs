//! Rows of a graph that are changed in place.

use crate::graph::aggregated::Aggregated;
use crate::graph::slot::{Loaded, Slot};
use crate::graph::tree::Tree;
use crate::model::graph::Graph;
use crate::model::level::Level;
use crate::model::relation::{Declared, Extent, Model, Relation, Target};
use std::fmt::{self, Debug};
use std::iter::Take;
use std::slice;

/// Rows of a graph, to be changed in place: each once, however many rows lead to it.
///
/// Returned by [`Graph::rows_mut`], and by the method of that name of a single row. Iterate over it
/// by `for`.
pub struct RowsMut<'g, M: 'static, E> {
    /// Nothing if the condition of a `with_if` was false.
    level: Option<&'g mut Level<'static, M, E>>,
    len: usize,
}

impl<M, E> Graph<M, E> {
    /// The rows of the query, to be changed in place; [`related`](RowsMut::related) leads to those
    /// that were loaded with them.
    ///
    /// Diesel saves a changed row, by `save_changes` or `update`. As always in Diesel, a field that
    /// is `None` is left out of the `SET` and stays as it was in the database, unless the struct has
    /// `#[diesel(treat_none_as_null = true)]`.
    ///
    /// The graph is not loaded again: a row whose key is changed stays where it is, with the related
    /// rows that were loaded with it. Save it and load the graph anew to see it at its new place.
    ///
    /// ```
    /// use blog::{User, schema::{posts, users}};
    /// use conjoin::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// # let conn = &mut blog::database()?;
    /// let mut users = users::table.with(User::posts).load(conn)?;
    /// for user in users.rows_mut() {
    ///     user.username.make_ascii_uppercase();
    /// }
    /// for post in users.rows_mut().related(User::posts) {
    ///     post.title.push('!');
    ///     diesel::update(&*post).set(posts::title.eq(&post.title)).execute(conn)?;
    ///     // UPDATE posts SET title = ? WHERE posts.id = ?
    /// }
    /// assert_eq!(users.get(0).expect("alice").username, "ALICE");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rows_mut(&mut self) -> RowsMut<'_, M, E> {
        let level = self.level_mut();
        RowsMut { len: level.roots, level: Some(level) }
    }
}

impl<'g, M: Model, E> RowsMut<'g, M, E> {
    /// The rows that a relation leads to from any of the rows of this level: all rows of a tree, if
    /// it was loaded recursively, and none, if it was loaded by a `with_if` whose condition was false.
    pub fn related<R>(self, relation: R) -> RowsMut<'g, Target<R>, EdgesMut<R, E>>
    where
        R: Relation<Source = M>,
        E: Slot<Declared<R>, State: HoldsMut<R, E>>,
    {
        let _ = relation;
        match self.level {
            Some(level) => HoldsMut::rows_mut(level, |edges| Some(edges.slot_mut())),
            None => RowsMut::NONE,
        }
    }
}

impl<M, E> RowsMut<'_, M, E> {
    const NONE: Self = RowsMut { level: None, len: 0 };
}

/// What is loaded beneath the relation `R` in the edges `E`.
type EdgesMut<R, E> = <<E as Slot<Declared<R>>>::State as HoldsMut<R, E>>::Edges;

impl<'g, M, E> IntoIterator for RowsMut<'g, M, E> {
    type Item = &'g mut M;
    // Not a slice: to sort it would leave the links with other rows.
    type IntoIter = Take<slice::IterMut<'g, M>>;

    fn into_iter(self) -> Self::IntoIter {
        let rows = self.level.map(|level| level.rows.owned_mut().iter_mut());
        rows.unwrap_or_default().take(self.len)
    }
}

impl<M: Debug, E> Debug for RowsMut<'_, M, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.level.iter().flat_map(|level| level.rows.iter());
        f.debug_list().entries(rows.take(self.len)).finish()
    }
}

/// The state of a slot whose rows can be changed.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is not loaded",
    label = "add `.with(…)` for this relation to the query that loaded these rows"
)]
pub trait HoldsMut<R: Relation, Own>: Sized {
    /// What was loaded with the rows.
    type Edges: 'static;
    /// Its rows; `slot` finds it in the edges of its level.
    fn rows_mut<'g>(
        own: &'g mut Level<'static, R::Source, Own>,
        slot: impl Fn(&mut Own) -> Option<&mut Self>,
    ) -> RowsMut<'g, R::Target, Self::Edges>;
}

#[diagnostic::do_not_recommend]
impl<R: Relation, E: 'static, X: Extent, Own> HoldsMut<R, Own> for Loaded<R, E, X> {
    type Edges = E;

    fn rows_mut<'g>(
        own: &'g mut Level<'static, R::Source, Own>,
        slot: impl Fn(&mut Own) -> Option<&mut Self>,
    ) -> RowsMut<'g, R::Target, E> {
        slot(&mut own.edges).map_or(RowsMut::NONE, |loaded| loaded.graph.rows_mut())
    }
}

#[diagnostic::do_not_recommend]
impl<M, R, X: Extent, Own: 'static> HoldsMut<R, Own> for Tree<R, X>
where
    M: Model,
    R: Relation<Source = M, Target = M>,
{
    type Edges = Own;

    fn rows_mut<'g>(
        own: &'g mut Level<'static, M, Own>,
        slot: impl Fn(&mut Own) -> Option<&mut Self>,
    ) -> RowsMut<'g, M, Own> {
        match slot(&mut own.edges) {
            Some(_) => RowsMut { len: own.rows.len(), level: Some(own) },
            None => RowsMut::NONE,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, S: HoldsMut<R, Own>, Own> HoldsMut<R, Own> for Option<S> {
    type Edges = S::Edges;

    fn rows_mut<'g>(
        own: &'g mut Level<'static, R::Source, Own>,
        slot: impl Fn(&mut Own) -> Option<&mut Self>,
    ) -> RowsMut<'g, R::Target, S::Edges> {
        S::rows_mut(own, |edges| slot(edges)?.as_mut())
    }
}

#[diagnostic::do_not_recommend]
impl<R, Rows, A, B, C, D, E, F, Own> HoldsMut<R, Own> for Aggregated<Rows, A, B, C, D, E, F>
where
    R: Relation,
    Rows: HoldsMut<R, Own>,
    Self: 'static,
{
    type Edges = Rows::Edges;

    fn rows_mut<'g>(
        own: &'g mut Level<'static, R::Source, Own>,
        slot: impl Fn(&mut Own) -> Option<&mut Self>,
    ) -> RowsMut<'g, R::Target, Rows::Edges> {
        Rows::rows_mut(own, |edges| Some(&mut slot(edges)?.rows))
    }
}
