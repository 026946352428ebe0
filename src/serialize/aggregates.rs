//! The aggregates of a relation: `posts_count`, `posts_max_id`.

use crate::aggregate::yields::Yields;
use crate::aggregate::{Avg, Count, Exists, Max, Min, Sum};
use crate::graph::aggregated::{Aggregated, Values};
use crate::serialize::name::Name;
use crate::serialize::path::Path;
use crate::serialize::{SerializeField, SerializeRows, SerializeSlot};
use diesel::Column;
use serde::ser::{Serialize, SerializeMap};

/// What a slot has of an aggregate, if anything.
pub trait SerializeValue {
    /// Adds the value of the row `index`.
    fn serialize_value<S: SerializeMap>(
        &self,
        relation: Name,
        index: usize,
        map: &mut S,
    ) -> Result<(), S::Error>;
}

impl SerializeValue for () {
    fn serialize_value<S: SerializeMap>(
        &self,
        _: Name,
        _: usize,
        _: &mut S,
    ) -> Result<(), S::Error> {
        Ok(())
    }
}

impl<V: SerializeValue> SerializeValue for Option<V> {
    fn serialize_value<S: SerializeMap>(
        &self,
        relation: Name,
        index: usize,
        map: &mut S,
    ) -> Result<(), S::Error> {
        match self {
            Some(values) => values.serialize_value(relation, index, map),
            None => Ok(()),
        }
    }
}

macro_rules! of_rows {
    ($($function:ident $name:literal)+) => {$(
        impl<R, X> SerializeValue for Values<R, $function, (), X>
        where
            $function: Yields<R, (), Value: Serialize>,
        {
            fn serialize_value<S: SerializeMap>(
                &self,
                relation: Name,
                index: usize,
                map: &mut S,
            ) -> Result<(), S::Error> {
                map.serialize_entry(&relation.aggregate($name, ""), &self.of(index))
            }
        }
    )+};
}

macro_rules! of_a_column {
    ($($function:ident $name:literal)+) => {$(
        impl<R, C: Column, X> SerializeValue for Values<R, $function, C, X>
        where
            $function: Yields<R, C, Value: Serialize>,
        {
            fn serialize_value<S: SerializeMap>(
                &self,
                relation: Name,
                index: usize,
                map: &mut S,
            ) -> Result<(), S::Error> {
                let name = relation.aggregate($name, C::NAME);
                map.serialize_entry(&name, &self.of(index))
            }
        }
    )+};
}

of_rows! { Count "count" Exists "exists" }
of_a_column! { Sum "sum" Avg "avg" Min "min" Max "max" }

macro_rules! slot {
    ($($Function:ident $function:ident),+) => {
        #[diagnostic::do_not_recommend]
        impl<D, Rows, $($Function),+> SerializeSlot<D> for Aggregated<Rows, $($Function),+>
        where
            Rows: SerializeSlot<D>,
            $($Function: SerializeValue,)+
        {
            fn serialize_slot<L: SerializeRows, S: SerializeMap>(
                &self,
                name: Name,
                own: &L,
                path: &Path<'_>,
                map: &mut S,
            ) -> Result<(), S::Error> {
                self.rows.serialize_slot(name, own, path, map)?;
                $(self.$function.serialize_value(name, path.index(), map)?;)+
                Ok(())
            }
        }

        // Their names are not those of the relation.
        #[diagnostic::do_not_recommend]
        impl<D, Rows, $($Function),+> SerializeField<D> for Aggregated<Rows, $($Function),+>
        where
            Self: SerializeSlot<D>,
            Rows: SerializeField<D>,
        {
        }
    };
}

slot! { Count count, Exists exists, Sum sum, Avg avg, Min min, Max max }
