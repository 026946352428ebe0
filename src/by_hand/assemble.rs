//! Filling the slots of a level with the rows that were given for them.

use crate::by_hand::link::{Ends, LinkGiven};
use crate::by_hand::refused::{check_identities, second_value, unreached, value_of_none};
use crate::database::keys::Keys;
use crate::fetch::connect::Connect;
use crate::graph::slot::Loaded;
use crate::graph::tree::Tree;
use crate::model::graph::Graph;
use crate::model::key::Keyed;
use crate::model::level::{Level, Rows};
use crate::model::relation::{Extent, Model, PrimaryKey, Relation, Source, Target};
use crate::plan::given::{ByHand, GivenValues, RecursiveByHand};
use crate::plan::loadable::Loadable;
use crate::plan::planned::Planned;
use crate::plan::slots::{LoadableEdges, Slots};
use crate::plan::values::ComputedFor;
use crate::route::key_location::{KeyLocation, LocationOf};
use diesel::QueryResult;
use std::mem;

/// A slot, or a list of slots, whose rows were given, or loaded before.
pub trait Assemble<M>: Loadable {
    /// Adds the rows of a recursive relation to those of its level.
    fn grow(&mut self, rows: &mut Vec<M>) -> QueryResult<()> {
        let _ = rows;
        Ok(())
    }
    /// Links what was given to `rows`.
    fn assemble(self, rows: &Rows<'_, M>) -> QueryResult<Self::Loaded>;
}

/// Links what was given for the rows of a level.
pub(crate) fn level<M, E>(given: Level<'_, M, E>) -> QueryResult<Level<'_, M, E::Loaded>>
where
    E: LoadableEdges<List: Assemble<M>>,
{
    let Level { mut rows, roots, edges } = given;
    let mut slots = edges.into_list();
    if let Some(rows) = rows.list_mut() {
        slots.grow(rows)?;
    }
    let edges = E::Loaded::from_list(slots.assemble(&rows)?);
    Ok(Level { rows, roots, edges })
}

impl<M, A: Assemble<M>, B: Assemble<M>> Assemble<M> for (A, B) {
    fn grow(&mut self, rows: &mut Vec<M>) -> QueryResult<()> {
        self.0.grow(rows)?;
        self.1.grow(rows)
    }

    fn assemble(self, rows: &Rows<'_, M>) -> QueryResult<Self::Loaded> {
        Ok((self.0.assemble(rows)?, self.1.assemble(rows)?))
    }
}

/// A graph of given rows, and what was given for them.
fn graph<M, E>(rows: Vec<M>, edges: E) -> QueryResult<Graph<M, E::Loaded>>
where
    E: LoadableEdges<List: Assemble<M>>,
{
    level(Level::owned(rows, edges)).map(Graph::new)
}

impl<R, N, E, X, L> Assemble<Source<R>> for Planned<R, N, E, X, ByHand<Target<R>, L>>
where
    R: Relation<Cardinality: Connect, Keys: KeyLocation<Location: LinkGiven<R, L>>>,
    Target<R>: Keyed<PrimaryKey<Target<R>>>,
    E: LoadableEdges<List: Assemble<Target<R>>>,
    X: Extent,
{
    fn assemble(self, rows: &Rows<'_, Source<R>>) -> QueryResult<Self::Loaded> {
        let ByHand { rows: targets, links } = self.how;
        check_identities(R::NAME, targets.iter())?;
        let ends = Ends { sources: rows, targets: &targets, roots: 0 };
        let links = LocationOf::<R>::pair(&ends, links)?.connect::<R>(X::WHOLE)?;
        Ok(Loaded::new(links, graph(targets, self.edges)?))
    }
}

impl<M, R, N, E, X, L> Assemble<M> for Planned<R, N, E, X, RecursiveByHand<R, L>>
where
    M: Model + Keyed<PrimaryKey<M>>,
    R: Relation<Source = M, Target = M>,
    R: Relation<Cardinality: Connect, Keys: KeyLocation<Location: LinkGiven<R, L>>>,
    E: Loadable,
    X: Extent,
    L: Default,
{
    fn grow(&mut self, rows: &mut Vec<M>) -> QueryResult<()> {
        let ByHand { rows: given, links } = &mut self.how.given;
        let roots = rows.len();
        rows.append(given);
        check_identities(R::NAME, rows.iter())?;
        let ends = Ends { sources: &Rows::Slice(rows), targets: rows, roots };
        let linked = LocationOf::<R>::pair(&ends, mem::take(links))?;
        if let Some(row) = linked.unreached(roots) {
            return Err(unreached::<R>(&rows[row]));
        }
        self.how.linked = linked.connect::<R>(X::WHOLE)?;
        Ok(())
    }

    fn assemble(self, _: &Rows<'_, M>) -> QueryResult<Self::Loaded> {
        Ok(Tree::new(self.how.linked, Vec::new()))
    }
}

impl<P: ComputedFor> Assemble<Source<P::Relation>> for GivenValues<P> {
    fn assemble(self, rows: &Rows<'_, Source<P::Relation>>) -> QueryResult<Self::Loaded> {
        // Primary keys differ, so that each row is a group of its own.
        let keys = Keys::of(rows.iter().map(Keyed::<PrimaryKey<Source<P::Relation>>>::key), false)?;
        let mut values = vec![None; keys.len()];
        for (key, value) in self.0 {
            let row = keys.find(&key, 0).ok_or_else(|| value_of_none::<P::Relation>(&key))?;
            if values[row as usize].replace(value).is_some() {
                return Err(second_value::<P::Relation>(&key));
            }
        }
        Ok(P::loaded(values.into_iter().map(Option::unwrap_or_default).collect()))
    }
}

impl<M, P: Assemble<M>> Assemble<M> for Option<P> {
    fn grow(&mut self, rows: &mut Vec<M>) -> QueryResult<()> {
        self.as_mut().map_or(Ok(()), |given| given.grow(rows))
    }

    fn assemble(self, rows: &Rows<'_, M>) -> QueryResult<Self::Loaded> {
        self.map(|given| given.assemble(rows)).transpose()
    }
}
