//! Where a table of a relation is in a query: as itself, or under an alias.

use diesel::query_builder::QueryId;
use diesel::query_source::{Alias, AliasSource};
use std::fmt::Debug;

/// As itself, by its own name.
#[derive(Debug, Clone, Copy, Default, QueryId)]
pub struct Itself;

/// Where the table `T` is in a query: [`Itself`], or one of its [aliases](diesel::alias).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an alias of the table `{T}`",
    label = "an alias of another table"
)]
pub trait End<T>: Named {
    /// The table or the alias.
    type Source;
    /// The table or the alias.
    fn source(self, table: T) -> Self::Source;
}

impl<T> End<T> for Itself {
    type Source = T;

    fn source(self, table: T) -> T {
        table
    }
}

impl<T, S: AliasSource<Target = T>> End<T> for Alias<S> {
    type Source = Self;

    fn source(self, _: T) -> Self {
        self
    }
}

/// What a table is called in a query.
pub trait Named {
    /// The name, if not the table's own.
    const NAME: Option<&'static str>;
}

impl Named for Itself {
    const NAME: Option<&'static str> = None;
}

impl<S: AliasSource> Named for Alias<S> {
    const NAME: Option<&'static str> = Some(S::NAME);
}
