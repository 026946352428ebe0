//! Fields for relations: a struct or several, filled from the rows that a relation leads to.

use crate::graph::aggregated::Aggregated;
use crate::graph::condition::MayBeLoaded;
use crate::graph::slot::{IsLoaded, Loaded, NotLoaded, Slot};
use crate::graph::tree::Tree;
use crate::model::level::Level;
use crate::model::links::Follow;
use crate::model::relation::{
    Cardinality, Declared, Extent, LinksOf, Part, Relation, ToMany, ToMaybeOne, ToOne, Whole,
};
use crate::structs::FromGraph;
use crate::structs::origin::Origin;
use crate::structs::rows::RowList;
use std::vec;

/// A cardinality whose related rows are held by a field of the type `T`: those of `R`, all of them or
/// a part.
#[diagnostic::on_unimplemented(
    message = "a field of the type `{T}` does not hold what relation `{R}` leads to",
    label = "expected a `Vec` for many rows, an `Option` for one or none, a struct itself for exactly one"
)]
pub trait HoldsRows<T, R, X>: Cardinality {
    /// What is filled from each of the rows.
    type Row;
    /// The fields for rows with so many related ones.
    fn fields(counts: Vec<usize>, related: vec::IntoIter<Self::Row>) -> impl Iterator<Item = T>;
}

impl<T, R, X> HoldsRows<Vec<T>, R, X> for ToMany {
    type Row = T;

    fn fields(counts: Vec<usize>, mut rows: vec::IntoIter<T>) -> impl Iterator<Item = Vec<T>> {
        counts.into_iter().map(move |count| rows.by_ref().take(count).collect())
    }
}

impl<T, R, X> HoldsRows<Option<T>, R, X> for ToMaybeOne {
    type Row = T;

    fn fields(counts: Vec<usize>, rows: vec::IntoIter<T>) -> impl Iterator<Item = Option<T>> {
        one_or_none(counts, rows)
    }
}

impl<T, R> HoldsRows<T, R, Whole> for ToOne {
    type Row = T;

    fn fields(_: Vec<usize>, rows: vec::IntoIter<T>) -> impl Iterator<Item = T> {
        rows
    }
}

impl<T, R> HoldsRows<Option<T>, R, Part> for ToOne {
    type Row = T;

    fn fields(counts: Vec<usize>, rows: vec::IntoIter<T>) -> impl Iterator<Item = Option<T>> {
        one_or_none(counts, rows)
    }
}

fn one_or_none<T>(
    counts: Vec<usize>,
    mut rows: vec::IntoIter<T>,
) -> impl Iterator<Item = Option<T>> {
    counts.into_iter().map(move |count| rows.by_ref().take(count).next())
}

/// Accepts a field of the type `T` for the relation `R`.
pub const fn holds_rows<T, R, X>()
where
    R: Relation<Cardinality: HoldsRows<T, R, X>>,
{
}

/// What is filled from each row of `R` for a field of the type `T`.
type RowOf<R, X, T> = <<R as Relation>::Cardinality as HoldsRows<T, R, X>>::Row;

/// What is loaded beneath `R` in the slot `S` of the edges `E`.
type Beneath<S, R, E> = <S as IsLoaded<R, E>>::Edges;

/// The slot of `R` in the edges `E`.
type SlotOf<E, R> = <E as Slot<Declared<R>>>::State;

/// A slot with as much of the relation `R` as a struct requires: the [`Whole`] of it, or a [`Part`].
#[diagnostic::on_unimplemented(
    message = "relation `{R}` is loaded, but not the whole of it",
    label = "remove the filter or `.per_parent(…)` inside `.with(…)`, or write `some` before it in `#[from_graph(…)]`"
)]
pub trait HasEnough<X, R: Relation, Own>: IsLoaded<R, Own> {}

#[diagnostic::do_not_recommend]
impl<R: Relation, E: 'static, Own> HasEnough<Whole, R, Own> for Loaded<R, E, Whole> {}

#[diagnostic::do_not_recommend]
impl<R: Relation, E: 'static, X: Extent, Own> HasEnough<Part, R, Own> for Loaded<R, E, X> {}

#[diagnostic::do_not_recommend]
impl<R: Relation, Own> HasEnough<Whole, R, Own> for Tree<R, Whole> where Self: IsLoaded<R, Own> {}

#[diagnostic::do_not_recommend]
impl<R: Relation, X, Own> HasEnough<Part, R, Own> for Tree<R, X> where Self: IsLoaded<R, Own> {}

#[diagnostic::do_not_recommend]
impl<X, R, Own, Rows, A, B, C, D, E, F> HasEnough<X, R, Own> for Aggregated<Rows, A, B, C, D, E, F>
where
    R: Relation,
    Rows: HasEnough<X, R, Own>,
{
}

// For the messages alone: otherwise rustc answers that not the whole of it is loaded.
impl<X, R: Relation, Own, S> HasEnough<X, R, Own> for Option<S> where Self: IsLoaded<R, Own> {}

impl<X, R: Relation, Own> HasEnough<X, R, Own> for NotLoaded<R> where Self: IsLoaded<R, Own> {}

/// Edges with which a field of the type `T` is filled from the rows of `R`.
pub trait FillsField<R, X, T>: Sized
where
    R: Relation<Cardinality: HoldsRows<T, R, X>>,
{
    /// Whether the rows are in the level of those that lead to them, which then cannot be moved.
    const RECURSIVE: bool;
    /// The field for each row that is listed.
    fn fill(level: &mut Origin<'_, Level<'_, R::Source, Self>>, rows: &RowList<'_>) -> Vec<T>;
}

impl<E, R, X, T> FillsField<R, X, T> for E
where
    R: Relation<Cardinality: HoldsRows<T, R, X>>,
    E: Slot<Declared<R>, State: HasEnough<X, R, E>>,
    RowOf<R, X, T>: FromGraph<R::Target, Beneath<SlotOf<E, R>, R, E>>,
{
    const RECURSIVE: bool = SlotOf::<E, R>::RECURSIVE;

    fn fill(level: &mut Origin<'_, Level<'_, R::Source, E>>, rows: &RowList<'_>) -> Vec<T> {
        let (counts, targets) = targets::<R>(level.get().edges.slot().links(), rows);
        let found = beneath(level, &targets, |it| Some(it.slot()), |it| Some(it.slot_mut()));
        R::Cardinality::fields(counts, found.into_iter()).collect()
    }
}

/// Edges with which a field for an `Option` of `T` is filled from the rows of `R`, if they were loaded.
pub trait FillsIf<R, X, T>: Sized
where
    R: Relation<Cardinality: HoldsRows<T, R, X>>,
{
    /// See [`FillsField::RECURSIVE`].
    const RECURSIVE: bool;
    /// The field for each row that is listed.
    fn fill(
        level: &mut Origin<'_, Level<'_, R::Source, Self>>,
        rows: &RowList<'_>,
    ) -> Vec<Option<T>>;
}

/// What the slot of `R` in the edges `E` may hold.
type LoadedIn<E, R> = <SlotOf<E, R> as MayBeLoaded<R, E>>::Loaded;

impl<E, R, X, T> FillsIf<R, X, T> for E
where
    R: Relation<Cardinality: HoldsRows<T, R, X>>,
    E: Slot<Declared<R>, State: MayBeLoaded<R, E, Loaded: HasEnough<X, R, E>>>,
    RowOf<R, X, T>: FromGraph<R::Target, Beneath<LoadedIn<E, R>, R, E>>,
{
    const RECURSIVE: bool = LoadedIn::<E, R>::RECURSIVE;

    fn fill(level: &mut Origin<'_, Level<'_, R::Source, E>>, rows: &RowList<'_>) -> Vec<Option<T>> {
        let loaded = level.get().edges.slot().loaded();
        let related = loaded.map(|loaded| targets::<R>(loaded.links(), rows));
        let fields = related.map(|(counts, targets)| {
            let found =
                beneath(level, &targets, |it| it.slot().loaded(), |it| it.slot_mut().loaded_mut());
            R::Cardinality::fields(counts, found.into_iter())
        });
        match fields {
            Some(fields) => fields.map(Some).collect(),
            None => rows.rows.iter().map(|_| None).collect(),
        }
    }
}

/// The rows that the listed ones lead to, and how many each of them does.
fn targets<R: Relation>(links: &LinksOf<R>, rows: &RowList<'_>) -> (Vec<usize>, RowList<'static>) {
    let mut targets = Vec::with_capacity(rows.rows.len());
    let counts = rows.indexes().map(|row| {
        let related = links.follow(row);
        targets.extend_from_slice(related);
        related.len()
    });
    (counts.collect(), RowList::new(targets))
}

/// What is filled from the rows of `R`, which a slot holds.
fn beneath<R, E, S, T>(
    level: &mut Origin<'_, Level<'_, R::Source, E>>,
    targets: &RowList<'_>,
    slot: fn(&E) -> Option<&S>,
    slot_mut: fn(&mut E) -> Option<&mut S>,
) -> Vec<T>
where
    R: Relation,
    S: IsLoaded<R, E>,
    T: FromGraph<R::Target, S::Edges>,
{
    if let Origin::Owned(level) = level
        && let Some(owned) = slot_mut(&mut level.edges).and_then(|slot| slot.level_mut())
    {
        return T::from_rows(&mut Origin::Owned(owned), targets);
    }
    let level = level.get();
    let related = slot(&level.edges).map(|slot| slot.level(level));
    related.map_or_else(Vec::new, |level| T::from_rows(&mut Origin::Borrowed(level), targets))
}
