//! What each state of a slot prints for a row.

use crate::aggregate::yields::Yields;
use crate::graph::aggregated::{Aggregated, Values};
use crate::graph::slot::{Loaded, NotLoaded};
use crate::graph::tree::Tree;
use crate::model::debug::{DebugEdges, DebugRows, DebugSlot, Printed, shown};
use crate::model::relation::{Cardinality, Extent, Relation};
use std::fmt::{Debug, DebugStruct};

impl<R> DebugSlot for NotLoaded<R> {
    fn debug(&self, _: &str, _: usize, _: &dyn DebugRows, _: &mut DebugStruct<'_, '_>) {}
}

impl<R, E, X> DebugSlot for Loaded<R, E, X>
where
    R: Relation<Target: Debug>,
    E: DebugEdges,
    X: Extent,
{
    fn debug(
        &self,
        name: &str,
        index: usize,
        _: &dyn DebugRows,
        relations: &mut DebugStruct<'_, '_>,
    ) {
        let rows = Printed::new(self.graph.level());
        relations.field(name, &shown(|f| R::Cardinality::debug::<X>(&self.links, index, &rows, f)));
    }
}

impl<R: Relation, X: Extent> DebugSlot for Tree<R, X> {
    fn debug(
        &self,
        name: &str,
        index: usize,
        own: &dyn DebugRows,
        relations: &mut DebugStruct<'_, '_>,
    ) {
        if !self.leads_on(index) {
            return;
        }
        relations.field(name, &shown(|f| R::Cardinality::debug::<X>(&self.links, index, own, f)));
    }
}

/// Nothing if the condition was false.
impl<S: DebugSlot> DebugSlot for Option<S> {
    fn debug(
        &self,
        name: &str,
        index: usize,
        own: &dyn DebugRows,
        relations: &mut DebugStruct<'_, '_>,
    ) {
        if let Some(state) = self {
            state.debug(name, index, own, relations);
        }
    }
}

impl<Rows, Count, Exists, Sum, Avg, Min, Max> DebugSlot
    for Aggregated<Rows, Count, Exists, Sum, Avg, Min, Max>
where
    Rows: DebugSlot,
    Count: DebugSlot,
    Exists: DebugSlot,
    Sum: DebugSlot,
    Avg: DebugSlot,
    Min: DebugSlot,
    Max: DebugSlot,
{
    fn debug(
        &self,
        name: &str,
        index: usize,
        own: &dyn DebugRows,
        relations: &mut DebugStruct<'_, '_>,
    ) {
        self.rows.debug(name, index, own, relations);
        self.count.debug(&format!("count({name})"), index, own, relations);
        self.exists.debug(&format!("exists({name})"), index, own, relations);
        self.sum.debug(&format!("sum({name})"), index, own, relations);
        self.avg.debug(&format!("avg({name})"), index, own, relations);
        self.min.debug(&format!("min({name})"), index, own, relations);
        self.max.debug(&format!("max({name})"), index, own, relations);
    }
}

impl<R, F: Yields<R, C, Value: Debug>, C, X> DebugSlot for Values<R, F, C, X> {
    fn debug(
        &self,
        name: &str,
        index: usize,
        _: &dyn DebugRows,
        relations: &mut DebugStruct<'_, '_>,
    ) {
        relations.field(name, &self.of(index));
    }
}

/// An aggregate that was not loaded.
impl DebugSlot for () {
    fn debug(&self, _: &str, _: usize, _: &dyn DebugRows, _: &mut DebugStruct<'_, '_>) {}
}
