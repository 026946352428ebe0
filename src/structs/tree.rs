//! Fields for recursive relations: what is filled from the rows of the same level.

use crate::graph::aggregated::Aggregated;
use crate::graph::slot::{IsLoaded, IsWhole, NotLoaded, Slot};
use crate::graph::tree::Tree;
use crate::model::level::Level;
use crate::model::links::Follow;
use crate::model::relation::{
    Cardinality, Extent, Part, Relation, ToMany, ToMaybeOne, ToOne, Whole,
};
use crate::structs::origin::Origin;
use crate::structs::rows::RowList;
use std::vec;

/// A cardinality whose related rows are held by a field of the type `T`, at every depth. The counts
/// are `None` where a tree ends: at a row that leads back to itself, and at a depth beyond which
/// nothing was loaded.
#[diagnostic::on_unimplemented(
    message = "a field of the type `{T}` does not hold the tree of relation `{R}`",
    label = "expected a `Vec` for many rows, an `Option<Box<…>>` for one",
    note = "a tree that is loaded in part also fits into an `Option<Vec<…>>`"
)]
pub trait HoldsTree<T, R, X>: Cardinality {
    /// What is filled from each of the rows.
    type Row;
    /// The fields for rows with so many related ones.
    fn fields(counts: Vec<Option<usize>>, rows: vec::IntoIter<Self::Row>) -> Vec<T>;
}

impl<T, R, X> HoldsTree<Vec<T>, R, X> for ToMany {
    type Row = T;

    fn fields(counts: Vec<Option<usize>>, mut rows: vec::IntoIter<T>) -> Vec<Vec<T>> {
        let count = |count: Option<usize>| count.unwrap_or_default();
        counts.into_iter().map(|of| rows.by_ref().take(count(of)).collect()).collect()
    }
}

impl<T, R> HoldsTree<Option<Vec<T>>, R, Part> for ToMany {
    type Row = T;

    fn fields(counts: Vec<Option<usize>>, mut rows: vec::IntoIter<T>) -> Vec<Option<Vec<T>>> {
        counts.into_iter().map(|of| Some(rows.by_ref().take(of?).collect())).collect()
    }
}

impl<T, R, X> HoldsTree<Option<T>, R, X> for ToMaybeOne {
    type Row = T;

    fn fields(counts: Vec<Option<usize>>, rows: vec::IntoIter<T>) -> Vec<Option<T>> {
        one_or_none(counts, rows)
    }
}

impl<T, R, X> HoldsTree<Option<T>, R, X> for ToOne {
    type Row = T;

    fn fields(counts: Vec<Option<usize>>, rows: vec::IntoIter<T>) -> Vec<Option<T>> {
        one_or_none(counts, rows)
    }
}

fn one_or_none<T>(counts: Vec<Option<usize>>, mut rows: vec::IntoIter<T>) -> Vec<Option<T>> {
    counts.into_iter().map(|of| rows.by_ref().take(of?).next()).collect()
}

/// Accepts a field of the type `T` for the tree of the relation `R`.
pub const fn holds_tree<T, R, X>()
where
    R: Relation<Cardinality: HoldsTree<T, R, X>>,
{
}

/// What is filled from each row of `R` for a field of the type `T`.
pub type TreeRow<R, X, T> = <<R as Relation>::Cardinality as HoldsTree<T, R, X>>::Row;

/// A slot that holds a relation at every depth: the [`Whole`] of it, or a [`Part`].
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is loaded, but not recursively",
    label = "call `.recursive()` inside `.with(…)`, or remove `recursive` from `#[from_graph(…)]`"
)]
pub trait LoadedTree<X, R: Relation, Own> {
    /// The tree.
    type Links: IsLoaded<R, Own>;
    /// The tree.
    fn tree(&self) -> &Self::Links;
}

#[diagnostic::do_not_recommend]
impl<R: Relation, X: Extent, Own> LoadedTree<Part, R, Own> for Tree<R, X>
where
    Self: IsLoaded<R, Own>,
{
    type Links = Self;

    fn tree(&self) -> &Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<R: Relation, X: Extent, Own> LoadedTree<Whole, R, Own> for Tree<R, X>
where
    Self: IsWhole<R, Own>,
{
    type Links = Self;

    fn tree(&self) -> &Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<X, R, Own, Rows, A, B, C, D, E, F> LoadedTree<X, R, Own> for Aggregated<Rows, A, B, C, D, E, F>
where
    R: Relation,
    Rows: LoadedTree<X, R, Own>,
{
    type Links = Rows::Links;

    fn tree(&self) -> &Rows::Links {
        self.rows.tree()
    }
}

// For the message alone: asked whether nothing is a tree, rustc answers that nothing is loaded.
#[diagnostic::do_not_recommend]
impl<X, R: Relation, Own> LoadedTree<X, R, Own> for NotLoaded<R>
where
    Self: IsLoaded<R, Own>,
{
    type Links = Self;

    fn tree(&self) -> &Self {
        self
    }
}

/// Edges with which a field of the type `T` is filled from the rows of `R`, at every depth.
pub trait FillsTree<R, X, T>: Sized
where
    R: Relation<Cardinality: HoldsTree<T, R, X>>,
{
    /// The field for each row that is listed. `fill` makes what is in it, from the rows that those lead
    /// to: asked whether something can be filled from its own level, rustc would ask that again.
    fn fill(
        level: &mut Origin<'_, Level<'_, R::Source, Self>>,
        rows: &RowList<'_>,
        fill: impl FnOnce(
            &mut Origin<'_, Level<'_, R::Source, Self>>,
            &RowList<'_>,
        ) -> Vec<TreeRow<R, X, T>>,
    ) -> Vec<T>;
}

impl<E, R, X, T> FillsTree<R, X, T> for E
where
    R: Relation<Cardinality: HoldsTree<T, R, X>>,
    E: Slot<R, State: LoadedTree<X, R, E>>,
{
    fn fill(
        level: &mut Origin<'_, Level<'_, R::Source, E>>,
        rows: &RowList<'_>,
        fill: impl FnOnce(
            &mut Origin<'_, Level<'_, R::Source, E>>,
            &RowList<'_>,
        ) -> Vec<TreeRow<R, X, T>>,
    ) -> Vec<T> {
        let tree = level.get().edges.slot().tree();
        let (mut targets, mut places) = (Vec::new(), Vec::new());
        let counts = rows.indexes().enumerate().map(|(place, row)| {
            if rows.is_cycle(place) || !tree.is_loaded_for(row) {
                return None;
            }
            let related = tree.links().follow(row);
            targets.extend_from_slice(related);
            places.extend(related.iter().map(|_| place));
            Some(related.len())
        });
        let counts = counts.collect();
        let related = match targets.is_empty() {
            true => Vec::new(),
            false => fill(level, &RowList::beneath(rows, targets, places)),
        };
        R::Cardinality::fields(counts, related.into_iter())
    }
}
