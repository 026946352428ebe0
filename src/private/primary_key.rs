//! The primary key of a table as our own columns: a [`Composite`] where Diesel has a tuple.
//!
//! A trait cannot be implemented both for Diesel's columns and for tuples, which might become
//! columns some day. As fields of an alias they are two types.

use crate::model::key::{Composite, for_each_tuple};
use diesel::Table;
use diesel::dsl::Fields;
use diesel::query_source::{Alias, AliasSource, AliasedField};

/// The columns of a table's primary key.
pub type PrimaryKeyOf<T> =
    <Fields<Alias<NamedKey<T>>, <T as Table>::PrimaryKey> as Unnamed<NamedKey<T>>>::Columns;

/// An alias of a table, which is never created.
#[derive(Debug, Clone)]
pub struct NamedKey<T>(T);

impl<T: Table> AliasSource for NamedKey<T> {
    const NAME: &'static str = "primary_key";
    type Target = T;

    fn target(&self) -> &T {
        &self.0
    }
}

/// The columns that are the fields of an alias.
pub trait Unnamed<S> {
    /// The columns.
    type Columns;
}

impl<S, C> Unnamed<S> for AliasedField<S, C> {
    type Columns = C;
}

macro_rules! several {
    ($(($A:ident $B:ident $place:tt))+) => {
        impl<S, $($A: Unnamed<S>),+> Unnamed<S> for ($($A,)+) {
            type Columns = Composite<($($A::Columns,)+)>;
        }
    };
}

for_each_tuple!(several);
