//! Aggregates as plans.

use crate::aggregate::Aggregate;
use crate::aggregate::function::{Count, Exists, Value};
use crate::aggregate::yields::Yields;
use crate::clause::filters::Condition;
use crate::filter::matches::{Existing, Matches};
use crate::graph::aggregated::Values;
use crate::model::key::{Key, Keyed};
use crate::model::relation::{PrimaryKey, Relation, Source};
use crate::model::table_ref::Unaliased;
use crate::plan::dsl::Plan;
use crate::plan::fits::{Allow, FitsBeside};
use crate::plan::joined::NotJoined;
use crate::plan::loadable::Loadable;
use crate::sql::correlated::Correlates;
use std::marker::PhantomData;

/// An aggregate that will be loaded: the function `F` of the column `C`, over the rows of `R` that
/// satisfy the filters `N`.
#[derive(Debug, Clone)]
#[must_use = "a plan does nothing until it is given to the `.with(…)` of a query"]
pub struct PlannedValues<R, F, C, N> {
    pub(crate) column: C,
    pub(crate) condition: N,
    function: PhantomData<fn() -> (R, F)>,
}

impl<R, F, C, N> PlannedValues<R, F, C, N> {
    fn new(column: C, condition: N) -> Self {
        PlannedValues { column, condition, function: PhantomData }
    }
}

#[diagnostic::do_not_recommend]
impl<R, N> Plan for Aggregate<R, Unaliased, Count, N>
where
    R: Relation<Keys: Correlates>,
{
    type Relation = R;
    type Place = Count;
    type Planned = PlannedValues<R, Count, (), N>;
    type Joins = NotJoined;

    fn planned(self) -> (Self::Planned, NotJoined) {
        (PlannedValues::new((), self.into_parts().1), NotJoined)
    }
}

#[diagnostic::do_not_recommend]
impl<R, F, C, N> Plan for Aggregate<R, Unaliased, Value<F, C>, N>
where
    R: Relation<Keys: Correlates>,
{
    type Relation = R;
    type Place = F;
    type Planned = PlannedValues<R, F, C, N>;
    type Joins = NotJoined;

    fn planned(self) -> (Self::Planned, NotJoined) {
        let (value, condition) = self.into_parts();
        (PlannedValues::new(value.operand(), condition), NotJoined)
    }
}

#[diagnostic::do_not_recommend]
impl<R, N> Plan for Matches<R, Unaliased, N, Existing>
where
    R: Relation<Keys: Correlates>,
{
    type Relation = R;
    type Place = Exists;
    type Planned = PlannedValues<R, Exists, (), N>;
    type Joins = NotJoined;

    fn planned(self) -> (Self::Planned, NotJoined) {
        (PlannedValues::new((), self.into_condition()), NotJoined)
    }
}

#[diagnostic::do_not_recommend]
impl<R, F, C, N, Others> FitsBeside<Others> for PlannedValues<R, F, C, N> {}
#[diagnostic::do_not_recommend]
impl<R, F, C, N, Rows> Allow<Rows> for PlannedValues<R, F, C, N> {}

impl<R, F, C, N> Loadable for PlannedValues<R, F, C, N>
where
    R: Relation,
    F: Yields<R, C> + 'static,
    C: 'static,
    N: Condition,
{
    type Loaded = Values<R, F, C, N::Extent>;
}

/// An aggregate with a value for each row of its relation's source, found by the primary key.
pub trait ComputedFor: Loadable {
    /// The relation.
    type Relation: Relation<Source: Keyed<PrimaryKey<Source<Self::Relation>>, Key = Self::Key>>;
    /// The function.
    type Function;
    /// The primary key of a row.
    type Key: Key;
    /// The value.
    type Value: Clone + Default;
    /// Values, one for each row of a level.
    fn loaded(values: Vec<Self::Value>) -> Self::Loaded;
}

impl<R, F, C, N> ComputedFor for PlannedValues<R, F, C, N>
where
    R: Relation<Source: Keyed<PrimaryKey<Source<R>>>>,
    F: Yields<R, C> + 'static,
    C: 'static,
    N: Condition,
{
    type Relation = R;
    type Function = F;
    type Key = <Source<R> as Keyed<PrimaryKey<Source<R>>>>::Key;
    type Value = F::Value;

    fn loaded(values: Vec<F::Value>) -> Self::Loaded {
        Values::new(values)
    }
}
