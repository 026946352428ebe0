//! The slots of a level before and after loading.

use crate::graph::slot::Loaded;
use crate::graph::tree::Tree;
use crate::model::relation::{Extent, Relation};
use crate::plan::how::{Grouped, PerParent, Recursive};
use crate::plan::planned::Planned;

/// Slots that are planned, or not to be loaded.
pub trait Loadable {
    /// The slots once they are loaded.
    type Loaded: 'static;
}

impl<R: Relation, N, E: Loadable, X: Extent> Loadable for Planned<R, N, E, X, Grouped> {
    type Loaded = Loaded<R, E::Loaded, X>;
}

impl<R: Relation, N, E: Loadable, X: Extent> Loadable for Planned<R, N, E, X, PerParent> {
    type Loaded = Loaded<R, E::Loaded, X>;
}

impl<R: Relation, N, E, X: Extent> Loadable for Planned<R, N, E, X, Recursive<R>> {
    type Loaded = Tree<R, X>;
}
