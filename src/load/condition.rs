//! What is loaded if a condition holds that is known at run time: its slot is an `Option`.

use super::Loadable;
use super::plan::Plan;
use super::tree::{FitsBeside, NotRecursive};

/// A relation that is loaded if there is one: what `condition.then_some(User::posts)` gives.
#[diagnostic::do_not_recommend]
impl<P: Plan> Plan for Option<P> {
    type Relation = P::Relation;
    type Planned = Option<P::Planned>;

    fn planned(self) -> Self::Planned {
        self.map(P::planned)
    }
}

#[diagnostic::do_not_recommend]
impl<P: FitsBeside<Others>, Others> FitsBeside<Others> for Option<P> {}
#[diagnostic::do_not_recommend]
impl<P: NotRecursive> NotRecursive for Option<P> {}

impl<P: Loadable> Loadable for Option<P> {
    type Loaded = Option<P::Loaded>;
}
