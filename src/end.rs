//! Where a table of a relation is in a query: as itself, or under an alias.

use diesel::query_source::{Alias, AliasSource};
use std::fmt::Debug;

/// As itself, by its own name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Itself;

/// Where the table `T` is in a query: [`Itself`], or one of its [aliases](diesel::alias).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an alias of the table `{T}`",
    label = "an alias of another table"
)]
pub trait End<T> {
    /// The table or the alias.
    type Source;
    /// What it is called in the query, if not by the table's name.
    const NAME: Option<&'static str>;
    /// The table or the alias.
    fn source(self, table: T) -> Self::Source;
}

impl<T> End<T> for Itself {
    type Source = T;
    const NAME: Option<&'static str> = None;

    fn source(self, table: T) -> T {
        table
    }
}

impl<T, S: AliasSource<Target = T>> End<T> for Alias<S> {
    type Source = Self;
    const NAME: Option<&'static str> = Some(S::NAME);

    fn source(self, _: T) -> Self {
        self
    }
}
