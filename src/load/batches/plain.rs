//! What a query that is loaded in batches must not have.

use crate::database::selection::SelectedFrom;
use crate::model::from::unsaid::{LimitOffset, Lock, Order};
use crate::model::key::{Key, KeyColumns, KeyRef, Keyed};
use crate::model::relation::Model;
use crate::undocumented::{BoxedSelectStatement, SelectStatement};
use diesel::backend::Backend;
use diesel::query_source::Column;
use diesel::sql_types::is_nullable::NotNull;
use std::marker::PhantomData;

/// A query without an order, a limit, an offset or a lock. For a boxed query that is not known
/// here.
#[diagnostic::on_unimplemented(
    message = "a query with an order, a limit, an offset or a lock cannot be loaded in batches",
    label = "remove them: `.batches(…)` orders and limits the query itself",
    note = "`.batches_by(column, n)` loads in another order"
)]
pub trait Plain {}

#[diagnostic::do_not_recommend]
impl<F, S, D, W, G, H> Plain for SelectStatement<F, S, D, W, Order, LimitOffset, G, H, Lock> {}

#[diagnostic::do_not_recommend]
impl<ST, F, DB, GB> Plain for BoxedSelectStatement<'_, ST, F, DB, GB> {}

/// A query of the model `M` alone: of its table, or of what its base query joins, which has at most one
/// row for each of the table's.
#[diagnostic::on_unimplemented(
    message = "only a query of `{M}` alone can be loaded in batches",
    label = "choose the rows by a filter instead of a join, such as `User::posts.any(…)`",
    note = "a join may repeat a row, and a batch may end between the two",
    note = "if `{M}` has a base query that joins tables, start from `{M}::query()`"
)]
pub trait OneRowEach<M, DB> {}

#[diagnostic::do_not_recommend]
impl<F, M, DB> OneRowEach<M, DB> for F
where
    DB: Backend,
    M: SelectedFrom<DB, Source: IsSource<F>>,
{
}

/// The source `F` itself.
pub trait IsSource<F> {}

#[diagnostic::do_not_recommend]
impl<F> IsSource<F> for F {}

// With a single implementation rustc would report a type mismatch instead.
#[diagnostic::do_not_recommend]
impl<F> IsSource<PhantomData<F>> for F {}

/// A column of the model `M` that is never `NULL`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot order batches of `{M}`",
    label = "expected a column that is `NOT NULL`, of the table and with a field of `{M}`",
    note = "a row with `NULL` is neither before nor after another one, and would be lost"
)]
pub trait NeverNull<M> {
    /// The type of the field, without an `Option`.
    type Key: Key;
    /// Its value in a row.
    fn key(row: &M) -> Option<Self::Key>;
    /// Whether it has this value.
    fn is(row: &M, key: &Self::Key) -> bool;
}

#[diagnostic::do_not_recommend]
impl<M, C> NeverNull<M> for C
where
    M: Model + Keyed<C>,
    C: Column<Table = M::Table> + KeyColumns<Nullability = NotNull>,
{
    type Key = <M as Keyed<C>>::Key;

    fn key(row: &M) -> Option<Self::Key> {
        row.key().map(KeyRef::owned)
    }

    fn is(row: &M, key: &Self::Key) -> bool {
        row.key().is_some_and(|own| own.is(key))
    }
}
