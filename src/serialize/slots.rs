//! What is in the slot of a relation.

use crate::graph::slot::{Loaded, NotLoaded};
use crate::graph::tree::Tree;
use crate::model::links::{Links, OptionalLinks};
use crate::model::relation::{LinksOf, Relation, Target};
use crate::serialize::name::Name;
use crate::serialize::path::Path;
use crate::serialize::{SerializeEdges, SerializeField, SerializeRows, SerializeSlot};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The indexes of related rows.
pub trait Related {
    /// Adds the rows of `level` that the row at the end of `path` leads to.
    fn serialize_related<L: SerializeRows, S: SerializeMap>(
        &self,
        name: Name,
        level: &L,
        path: &Path<'_>,
        map: &mut S,
    ) -> Result<(), S::Error>;
}

impl Related for Links {
    fn serialize_related<L: SerializeRows, S: SerializeMap>(
        &self,
        name: Name,
        level: &L,
        parent: &Path<'_>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        map.serialize_entry(
            name.relation(),
            &Rows { level, parent, indexes: self.of(parent.index()) },
        )
    }
}

impl Related for OptionalLinks {
    fn serialize_related<L: SerializeRows, S: SerializeMap>(
        &self,
        name: Name,
        level: &L,
        parent: &Path<'_>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        let row = self.of(parent.index()).map(|index| Row { level, parent, index });
        map.serialize_entry(name.relation(), &row)
    }
}

struct Row<'g, L> {
    level: &'g L,
    parent: &'g Path<'g>,
    index: usize,
}

impl<L: SerializeRows> Serialize for Row<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.level.serialize_row(self.index, Some(self.parent), serializer)
    }
}

struct Rows<'g, L> {
    level: &'g L,
    parent: &'g Path<'g>,
    indexes: &'g [u32],
}

impl<L: SerializeRows> Serialize for Rows<'_, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let &Rows { level, parent, indexes } = self;
        let row = |&index: &u32| Row { level, parent, index: index as usize };
        serializer.collect_seq(indexes.iter().map(row))
    }
}

#[diagnostic::do_not_recommend]
impl<D, R> SerializeSlot<D> for NotLoaded<R> {
    fn serialize_slot<L: SerializeRows, S: SerializeMap>(
        &self,
        _: Name,
        _: &L,
        _: &Path<'_>,
        _: &mut S,
    ) -> Result<(), S::Error> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<D, R> SerializeField<D> for NotLoaded<R> {}

#[diagnostic::do_not_recommend]
impl<D, R, E, X> SerializeSlot<D> for Loaded<R, E, X>
where
    R: Relation,
    LinksOf<R>: Related,
    Target<R>: Serialize,
    E: SerializeEdges,
{
    fn serialize_slot<L: SerializeRows, S: SerializeMap>(
        &self,
        name: Name,
        _: &L,
        path: &Path<'_>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        self.links().serialize_related(name, self.graph().level(), path, map)
    }
}

/// Its rows are those of the level itself, about which nothing is asked here: that would ask whether
/// edges serialize that this slot is a part of.
#[diagnostic::do_not_recommend]
impl<D, R, X> SerializeSlot<D> for Tree<R, X>
where
    R: Relation,
    LinksOf<R>: Related,
{
    fn serialize_slot<L: SerializeRows, S: SerializeMap>(
        &self,
        name: Name,
        own: &L,
        path: &Path<'_>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        match self.leads_on(path.index()) {
            true => self.links().serialize_related(name, own, path, map),
            false => Ok(()),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<D, T: SerializeSlot<D>> SerializeSlot<D> for Option<T> {
    fn serialize_slot<L: SerializeRows, S: SerializeMap>(
        &self,
        name: Name,
        own: &L,
        path: &Path<'_>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        match self {
            Some(slot) => slot.serialize_slot(name, own, path, map),
            None => Ok(()),
        }
    }
}
