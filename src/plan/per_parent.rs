//! What loading only the first rows of each parent requires.

use crate::clause::declared::{AsOrder, DeclaredClause};
use crate::clause::filter_order::{Everything, Filtered, OrFiltered, Ordered, ThenOrdered};
use crate::model::relation::{Cardinality, Relation, ToMany};

/// A filter and order that determine which rows come first.
#[diagnostic::on_unimplemented(
    message = "`.per_parent(…)` of `{R}` needs an order: which rows are the first of each parent?",
    label = "call `.order_by(…)` before it",
    note = "or declare an order with the relation, `order_by = …`; rows that are equal by it are ordered \
            by their primary key"
)]
pub trait InOrder<R> {}

#[diagnostic::do_not_recommend]
impl<R, N, O> InOrder<R> for Ordered<N, O> {}
#[diagnostic::do_not_recommend]
impl<R, N, O> InOrder<R> for ThenOrdered<N, O> {}
#[diagnostic::do_not_recommend]
impl<R, N: InOrder<R>, P> InOrder<R> for Filtered<N, P> {}
#[diagnostic::do_not_recommend]
impl<R, N: InOrder<R>, P> InOrder<R> for OrFiltered<N, P> {}
#[diagnostic::do_not_recommend]
impl<R: Relation<Order: StatesOrder>> InOrder<R> for Everything {}

/// A relation that declares an order.
pub trait StatesOrder {}

#[diagnostic::do_not_recommend]
impl<R> StatesOrder for DeclaredClause<R, AsOrder> {}

/// A relation to many rows.
#[diagnostic::on_unimplemented(
    message = "`{R}` leads to one row at most, so `.per_parent(…)` has nothing to choose from",
    label = "remove `.per_parent(…)`"
)]
pub trait HasFirst<R>: Cardinality {}

#[diagnostic::do_not_recommend]
impl<R> HasFirst<R> for ToMany {}
