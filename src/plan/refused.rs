//! Methods that exist only to be rejected with our own messages: each is bound by a trait that
//! nothing implements.

/// Rejects calls after `.per_parent(…)`; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "the filter and the order of `{R}` are said before `.per_parent(…)`",
    label = "say this before `.per_parent(…)`",
    note = "the rows of each parent are filtered and ordered first, then counted"
)]
pub trait SaidBefore<R> {}

/// Rejects the first rows of each parent at every depth; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "`{R}` is loaded either at every depth or in the first rows of each parent",
    label = "`.per_parent(…)` and `.recursive()` exclude each other",
    note = "`.recursive().depth(n)` loads so many levels; for the first rows on each of a few levels, \
            nest the relation: `.per_parent(3).with(….per_parent(3))`"
)]
pub trait AtEveryDepth<R> {}

/// Rejects relations nested inside a recursive one; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "a recursive relation has no relations beneath it",
    label = "say this relation beside it: `.with(….recursive()).with(…)` loads both at every depth"
)]
pub trait LoadsBeneath<R> {}

/// Rejects calls after `.recursive()`; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "the filter and the order of `{R}` are said before `.recursive()`",
    label = "say this before `.recursive()`"
)]
pub trait SaidLater<R> {}

/// Rejects calls after `.joined()`; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "what `{R}` is loaded by and with is said before `.joined()`",
    label = "say this before `.joined()`"
)]
pub trait SaidEarlier<R> {}

/// Rejects what needs a statement of its own; nothing implements it.
#[diagnostic::on_unimplemented(
    message = "`.joined()` brings the rows of `{R}` that a `LEFT OUTER JOIN` finds, and no others",
    label = "takes a statement of its own",
    note = "remove `.joined()`: it is then loaded by one statement more"
)]
pub trait AllInOne<R> {}
