//! A relation whose rows are read as another struct of the same table.

use crate::graph::slot::{Access, Loaded};
use crate::model::node::{At, Nodes};
use crate::model::relation::{Extent, Model, Relation, TableOf, View};
use crate::route::Step;
use crate::route::key_location::{KeyLocation, KeySelected};
use crate::route::target_from::Origin;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

/// The relation `R` to rows that are read as `M`.
///
/// Returned by [`as_model`](crate::dsl::RelationDsl::as_model): an ordinary relation, in the slot
/// of `R`.
pub struct AsModel<R, M>(PhantomData<fn() -> (R, M)>);

impl<R, M> AsModel<R, M> {
    pub(crate) fn new() -> Self {
        AsModel(PhantomData)
    }
}

impl<R, M> Copy for AsModel<R, M> {}

impl<R, M> Clone for AsModel<R, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, M> Debug for AsModel<R, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsModel")
    }
}

impl<R, M> Relation for AsModel<R, M>
where
    R: Relation,
    M: Model<Table = TableOf<R>>,
{
    type Source = R::Source;
    type Target = M;
    type Cardinality = R::Cardinality;
    type Keys = KeysBeside<R::Keys>;
    type Filter = R::Filter;
    type Order = R::Order;
    type Declared = R::Declared;
    const NAME: &'static str = R::NAME;
    const REFERS: bool = R::REFERS;
}

/// The keys `K`, which are selected separately: the struct of the rows need not have them.
#[derive(Debug)]
pub struct KeysBeside<K>(PhantomData<fn() -> K>);

impl<K: Step> Step for KeysBeside<K> {
    type Source = K::Source;
    type Route = K::Route;
}

impl<M: Model, K: Origin<M>> Origin<M> for KeysBeside<K> {
    type From = K::From;
}

impl<K: Step> KeyLocation for KeysBeside<K> {
    type Location = KeySelected<K::Source, K::Route>;
}

#[diagnostic::do_not_recommend]
impl<'g, R, M, E, X, Own> Access<'g, R, Own, View<R, X, M::Node<'g, E>, Nodes<'g, M, E>>>
    for Loaded<AsModel<R, M>, E, X>
where
    R: Relation,
    M: Model<Table = TableOf<R>>,
    E: 'static,
    X: Extent,
{
    fn access(
        &'g self,
        row: At<'g, R::Source, Own>,
    ) -> View<R, X, M::Node<'g, E>, Nodes<'g, M, E>> {
        Access::<AsModel<R, M>, Own, _>::access(self, row)
    }
}
