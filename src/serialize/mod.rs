//! Serializing graphs with serde: the fields of a row, and next to them its relations.

mod aggregates;
pub(crate) mod name;
pub(crate) mod path;
mod slots;

use crate::graph::pairs::Pairs;
use crate::model::graph::Graph;
use crate::model::level::{Level, Ownership};
use crate::model::node::{At, Nodes};
use crate::model::relation::Model;
use crate::serialize::name::Name;
use crate::serialize::path::Path;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The rows of a level, which serialize with everything loaded with them.
pub trait SerializeRows {
    /// Serializes a row; `parent` is the path from the root to the row that leads to it.
    fn serialize_row<S: Serializer>(
        &self,
        index: usize,
        parent: Option<&Path<'_>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error>;
}

/// The edges of a model, whose loaded relations serialize.
pub trait SerializeEdges {
    /// Serializes the relations of the row at the end of `path`, which is one of `own`.
    fn serialize_relations<L: SerializeRows, S: SerializeMap>(
        &self,
        own: &L,
        path: &Path<'_>,
        map: &mut S,
    ) -> Result<(), S::Error>;
}

/// A slot that serializes: not at all unless something was loaded into it.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` cannot be serialized as it was loaded",
    label = "a model or a value in it does not implement `Serialize`",
    note = "derive `serde::Serialize` for the models that it leads to"
)]
pub trait SerializeSlot<R> {
    /// Adds what was loaded for the row at the end of `path`, which is one of `own`.
    fn serialize_slot<L: SerializeRows, S: SerializeMap>(
        &self,
        name: Name,
        own: &L,
        path: &Path<'_>,
        map: &mut S,
    ) -> Result<(), S::Error>;
}

/// The slot of a relation that has the name of a field: it serializes only if it was not loaded.
#[diagnostic::on_unimplemented(
    message = "relation `{R}` has the name of a field, next to which it cannot be serialized",
    label = "two values would have one name",
    note = "give the relation or the field another name"
)]
pub trait SerializeField<R>: SerializeSlot<R> {}

/// A row, and next to its fields the relations, unless they are left out.
#[derive(serde::Serialize)]
struct WithRelations<'g, M, R> {
    #[serde(flatten)]
    row: &'g M,
    #[serde(flatten)]
    relations: Option<R>,
}

struct Relations<'g, E, L> {
    edges: &'g E,
    own: &'g L,
    path: &'g Path<'g>,
}

impl<E: SerializeEdges, L: SerializeRows> Serialize for Relations<'_, E, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.edges.serialize_relations(self.own, self.path, &mut map)?;
        map.end()
    }
}

impl<M: Serialize, E: SerializeEdges> SerializeRows for Level<'_, M, E> {
    fn serialize_row<S: Serializer>(
        &self,
        index: usize,
        parent: Option<&Path<'_>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let path = Path::new(self, index, parent);
        let relations = Relations { edges: &self.edges, own: self, path: &path };
        let relations = (!path.is_cycle()).then_some(relations);
        WithRelations { row: self.rows.get(index), relations }.serialize(serializer)
    }
}

impl<M: Serialize, E: SerializeEdges> Serialize for At<'_, M, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.level().serialize_row(self.index(), None, serializer)
    }
}

/// As a list of rows, each with the relations that were loaded with it. Needs the feature `serde`.
impl<M: Serialize, E: SerializeEdges, O: Ownership> Serialize for Graph<M, E, O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.len()).map(|index| At::new(self.level(), index)))
    }
}

/// As a list of rows, each with the relations that were loaded with it. Needs the feature `serde`.
impl<'g, M: Model, E: 'static> Serialize for Nodes<'g, M, E>
where
    M::Node<'g, E>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.clone())
    }
}

/// As a list of pairs: the row with its relations, and the value. Needs the feature `serde`.
impl<M: Serialize, E: SerializeEdges, V: Serialize> Serialize for Pairs<M, E, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rows = (0..self.len()).map(|index| At::new(self.graph().level(), index));
        serializer.collect_seq(rows.zip(self.values()))
    }
}

/// Implements `Serialize` for a model's nodes, and for its edges.
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize {
    ($module:ident, [$($slot:ident: $how:ident $name:literal $case:ident),*]) => {
        #[allow(non_camel_case_types)]
        const _: () = {
            use $crate::graph::Ownership;
            use $crate::private::{SerializeEdges, SerializePath, SerializeRows, serde};

            impl<$($slot),*> SerializeEdges for $module::Edges<$($slot),*>
            where
                $($slot: $crate::private::$how<$module::$slot>,)*
            {
                fn serialize_relations<__L: SerializeRows, __S: serde::ser::SerializeMap>(
                    &self,
                    own: &__L,
                    path: &SerializePath<'_>,
                    map: &mut __S,
                ) -> ::std::result::Result<(), __S::Error> {
                    $($crate::private::SerializeSlot::<$module::$slot>::serialize_slot(
                        &self.$slot,
                        $crate::private::SerializedName::new(
                            $name,
                            $crate::private::SerializedCase::$case,
                        ),
                        own,
                        path,
                        map,
                    )?;)*
                    ::std::result::Result::Ok(())
                }
            }

            impl<'g, __M, __E> serde::Serialize for $module::Node<'g, __M, __E>
            where
                $crate::private::At<'g, __M, __E>: serde::Serialize,
            {
                fn serialize<__S: serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::std::result::Result<__S::Ok, __S::Error> {
                    serde::Serialize::serialize(&self.__at, serializer)
                }
            }

            impl<__M, __E, __O> serde::Serialize for $module::One<__M, __E, __O>
            where
                __M: serde::Serialize,
                __E: SerializeEdges,
                __O: Ownership,
            {
                fn serialize<__S: serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::std::result::Result<__S::Ok, __S::Error> {
                    serde::Serialize::serialize(&self.node().__at, serializer)
                }
            }
        };
    };
}
