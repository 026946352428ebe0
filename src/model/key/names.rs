//! The names of key columns.

use crate::model::key::{Composite, KeyColumns, for_each_tuple};
use diesel::query_source::Column;

/// The columns of a key, by their names alone: where a statement names the columns it writes, they
/// are not qualified.
pub trait ColumnNames: KeyColumns {
    /// The name of the column at a place.
    fn name(place: usize) -> &'static str;
}

impl<C: KeyColumns + Column> ColumnNames for C {
    fn name(_: usize) -> &'static str {
        C::NAME
    }
}

macro_rules! names {
    ($(($A:ident $B:ident $place:tt))+) => {
        impl<$($A: ColumnNames),+> ColumnNames for Composite<($($A,)+)> {
            fn name(place: usize) -> &'static str {
                match place {
                    $($place => $A::name(0),)+
                    _ => "",
                }
            }
        }
    };
}

for_each_tuple!(names);
