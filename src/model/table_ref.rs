//! How a table of a relation occurs in a query: as itself, or under an alias.

use diesel::query_builder::QueryId;
use diesel::query_source::{Alias, AliasSource};
use std::fmt::Debug;

/// The table itself, by its own name.
#[derive(Debug, Clone, Copy, Default, QueryId)]
pub struct Unaliased;

/// How the table `T` occurs in a query: [`Unaliased`], or one of its [aliases](diesel::alias).
pub trait TableRef<T>: TableName {
    /// The table or the alias.
    type Source;
    /// The table or the alias.
    fn source(self, table: T) -> Self::Source;
}

impl<T> TableRef<T> for Unaliased {
    type Source = T;

    fn source(self, table: T) -> T {
        table
    }
}

// That it is an alias of `T` is checked where it is passed, and reported only there.
impl<T, S: AliasSource> TableRef<T> for Alias<S> {
    type Source = Self;

    fn source(self, _: T) -> Self {
        self
    }
}

/// The name of a table in a query.
pub trait TableName {
    /// The name, if not the table's own.
    const NAME: Option<&'static str>;
}

impl TableName for Unaliased {
    const NAME: Option<&'static str> = None;
}

impl<S: AliasSource> TableName for Alias<S> {
    const NAME: Option<&'static str> = Some(S::NAME);
}

/// An alias of the table `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an alias of the table `{T}`",
    label = "pass an alias: `let other = diesel::alias!(… as other)`"
)]
pub trait AliasOf<T> {}

#[diagnostic::do_not_recommend]
impl<T, S: AliasSource<Target: Same<T>>> AliasOf<T> for Alias<S> {}

/// The same table.
#[diagnostic::on_unimplemented(
    message = "this is an alias of `{Self}`, where the relation needs one of `{T}`",
    label = "pass an alias of `{T}`"
)]
pub trait Same<T> {}

impl<T> Same<T> for T {}
