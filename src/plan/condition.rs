//! A relation loaded on a condition that is known at run time: its slot is an `Option`.

use crate::plan::dsl::Plan;
use crate::plan::fits::{Allow, Alone, FitsBeside, JoinsTo};
use crate::plan::joined::NotJoined;
use crate::plan::loadable::Loadable;

/// A relation that is loaded if there is one, such as `condition.then_some(User::posts)`.
impl<P: Plan<Joins: JoinsTo<Alone>>> Plan for Option<P> {
    type Relation = P::Relation;
    type Place = P::Place;
    type Planned = Option<P::Planned>;
    type Joins = NotJoined;

    fn planned(self) -> (Self::Planned, NotJoined) {
        (self.map(|plan| plan.planned().0), NotJoined)
    }
}

#[diagnostic::do_not_recommend]
impl<P: FitsBeside<Others>, Others> FitsBeside<Others> for Option<P> {}
#[diagnostic::do_not_recommend]
impl<P: Allow<Rows>, Rows> Allow<Rows> for Option<P> {}

impl<P: Loadable> Loadable for Option<P> {
    type Loaded = Option<P::Loaded>;
}
