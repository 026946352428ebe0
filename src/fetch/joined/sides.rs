//! The rows of joined relations, next to those of the query.

use crate::clause::declared::DefaultClauses;
use crate::clause::filter_order::FilterOrder;
use crate::database::backend::Database;
use crate::database::keys::Keys;
use crate::fetch::connect::{Connect, Expected, Found};
use crate::fetch::joined::attach::Attach;
use crate::fetch::joined::roots::{DistinctRoots, Identified, is_missing};
use crate::fetch::joined::written::Parts;
use crate::fetch::rows::default_clauses;
use crate::graph::aggregated::Aggregated;
use crate::graph::slot::Slot;
use crate::model::key::Keyed;
use crate::model::relation::{Extent, KeysOf, Relation, Source, Target};
use crate::plan::joined::times::Leads;
use crate::plan::joined::{And, JoinedRelation, JoinedSlot, NotJoined};
use crate::route::Step;
use diesel::QueryResult;
use diesel::row::Row;

/// Reads what is joined to a query or to a relation.
pub trait ReadSides<DB: Database> {
    /// Collects its rows.
    type Sides: Sides<DB> + Default;
}

/// What is joined to a query or to a relation, as SQL and as a reader of its rows.
pub trait Joins<'q, DB: Database>: ReadSides<DB> {
    /// Adds its columns, tables and orders to a statement.
    fn join(self, parts: &mut Parts<'q, DB>);
}

/// Collects the rows of what is joined.
pub trait Sides<DB: Database> {
    /// The number of its columns.
    const WIDTH: usize;
    /// Reads what is next to the row at `source`; its columns begin at `at`.
    fn take<'r>(&mut self, source: u32, row: &impl Row<'r, DB>, at: usize) -> QueryResult<()>;
}

/// Puts the rows of what is joined to rows of `M` into their slots.
pub trait FinishSides<M, E> {
    /// Links them to `sources`.
    fn finish(self, sources: &[M], edges: &mut E) -> QueryResult<()>;
}

impl<DB: Database> ReadSides<DB> for NotJoined {
    type Sides = ();
}

impl<DB: Database, L: ReadSides<DB>, A: ReadSides<DB>> ReadSides<DB> for And<L, A> {
    type Sides = (L::Sides, A::Sides);
}

impl<DB, R, N, J> ReadSides<DB> for JoinedRelation<R, N, J>
where
    DB: Database,
    R: Relation,
    Target<R>: Identified<DB>,
    J: ReadSides<DB>,
{
    type Sides = Side<R, <Target<R> as Identified<DB>>::Identity, J::Sides>;
}

impl<'q, DB: Database> Joins<'q, DB> for NotJoined {
    fn join(self, _: &mut Parts<'q, DB>) {}
}

impl<'q, DB: Database, L: Joins<'q, DB>, A: Joins<'q, DB>> Joins<'q, DB> for And<L, A> {
    fn join(self, parts: &mut Parts<'q, DB>) {
        self.0.join(parts);
        self.1.join(parts);
    }
}

impl<'q, DB, R, N, J> Joins<'q, DB> for JoinedRelation<R, N, J>
where
    DB: Database,
    R: Relation<
            Cardinality: Leads,
            Keys: Attach<'q, DB, R>,
            Filter: DefaultClauses<'q, DB>,
            Order: DefaultClauses<'q, DB>,
        >,
    Target<R>: Identified<DB>,
    N: FilterOrder<'q, DB>,
    J: Joins<'q, DB>,
{
    fn join(self, parts: &mut Parts<'q, DB>) {
        let (filter, order) = default_clauses::<R, _, _>(self.filter_order).into_parts();
        R::Keys::attach(filter, &mut parts.pieces);
        parts.columns.push(Target::<R>::columns());
        // There is nothing to order in one row.
        if R::Cardinality::MANY {
            parts.order.extend(order);
        }
        self.beneath.join(parts);
    }
}

/// The rows of the relation `R`, identified by keys `K`, and what is joined beneath.
pub struct Side<R: Relation, K, J> {
    rows: DistinctRoots<Target<R>, K>,
    /// Which row of the source was next to which of these.
    pairs: Vec<(u32, u32)>,
    beneath: J,
}

impl<R, K, J> Default for Side<R, K, J>
where
    R: Relation,
    DistinctRoots<Target<R>, K>: Default,
    J: Default,
{
    fn default() -> Self {
        let (rows, pairs, beneath) = Default::default();
        Side { rows, pairs, beneath }
    }
}

impl<DB: Database> Sides<DB> for () {
    const WIDTH: usize = 0;

    fn take<'r>(&mut self, _: u32, _: &impl Row<'r, DB>, _: usize) -> QueryResult<()> {
        Ok(())
    }
}

impl<DB: Database, L: Sides<DB>, A: Sides<DB>> Sides<DB> for (L, A) {
    const WIDTH: usize = L::WIDTH + A::WIDTH;

    fn take<'r>(&mut self, source: u32, row: &impl Row<'r, DB>, at: usize) -> QueryResult<()> {
        self.0.take(source, row, at)?;
        self.1.take(source, row, at + L::WIDTH)
    }
}

impl<DB, R, J> Sides<DB> for Side<R, <Target<R> as Identified<DB>>::Identity, J>
where
    DB: Database,
    R: Relation,
    Target<R>: Identified<DB>,
    J: Sides<DB>,
{
    const WIDTH: usize = <Target<R> as Identified<DB>>::WIDTH + J::WIDTH;

    fn take<'r>(&mut self, source: u32, row: &impl Row<'r, DB>, at: usize) -> QueryResult<()> {
        if is_missing(row, at) {
            return Ok(());
        }
        let place = self.rows.place(row, at)?;
        self.pairs.push((source, place));
        self.beneath.take(place, row, at + <Target<R> as Identified<DB>>::WIDTH)
    }
}

impl<M, E> FinishSides<M, E> for () {
    fn finish(self, _: &[M], _: &mut E) -> QueryResult<()> {
        Ok(())
    }
}

impl<M, E, L: FinishSides<M, E>, A: FinishSides<M, E>> FinishSides<M, E> for (L, A) {
    fn finish(self, sources: &[M], edges: &mut E) -> QueryResult<()> {
        self.0.finish(sources, edges)?;
        self.1.finish(sources, edges)
    }
}

/// The state of a slot that waits for the rows of `R`, with or without aggregates.
pub trait Awaits<R: Relation> {
    /// What is loaded beneath.
    type Beneath;
    /// How much is loaded.
    type Extent: Extent;
    /// The part that waits.
    fn awaited(&mut self) -> &mut JoinedSlot<R, Self::Beneath, Self::Extent>;
}

impl<R: Relation, E, X: Extent> Awaits<R> for JoinedSlot<R, E, X> {
    type Beneath = E;
    type Extent = X;

    fn awaited(&mut self) -> &mut Self {
        self
    }
}

impl<R, S, A, B, C, D, F, G> Awaits<R> for Aggregated<S, A, B, C, D, F, G>
where
    R: Relation,
    S: Awaits<R>,
{
    type Beneath = S::Beneath;
    type Extent = S::Extent;

    fn awaited(&mut self) -> &mut JoinedSlot<R, S::Beneath, S::Extent> {
        self.rows.awaited()
    }
}

impl<R, K, J, E> FinishSides<Source<R>, E> for Side<R, K, J>
where
    R: Relation<Cardinality: Connect, Keys: Step>,
    Source<R>: Keyed<<KeysOf<R> as Step>::Source>,
    E: Slot<R, State: Awaits<R>>,
    J: FinishSides<Target<R>, <E::State as Awaits<R>>::Beneath>,
{
    fn finish(self, sources: &[Source<R>], edges: &mut E) -> QueryResult<()> {
        let Side { rows: DistinctRoots { rows, .. }, pairs, beneath } = self;
        let keys = Keys::of(sources.iter().map(Keyed::key), false)?;
        let group = |&(source, target)| Some((keys.parents.group(source)?, target));
        let pairs: Vec<_> = pairs.iter().filter_map(group).collect();
        let slot = edges.slot_mut().awaited();
        slot.links = R::Cardinality::connect(Found {
            relation: R::NAME,
            keys: &keys,
            pairs: pairs.iter().copied(),
            repeated: Some(rows.len()),
            expected: Expected::of(<E::State as Awaits<R>>::Extent::WHOLE),
        })?;
        beneath.finish(&rows, &mut slot.edges)?;
        slot.rows = rows;
        Ok(())
    }
}
