//! The slots of a level before and after loading.

use crate::graph::slot::Loaded;
use crate::graph::tree::Tree;
use crate::model::relation::{Extent, Part, Relation};
use crate::plan::per_parent::PerParent;
use crate::plan::planned::Planned;
use crate::plan::recursive::Recursive;

/// Slots that are planned, or not to be loaded.
pub trait Loadable {
    /// The slots once they are loaded.
    type Loaded: 'static;
}

impl<R: Relation, N, E: Loadable, X: Extent> Loadable for Planned<R, N, E, X> {
    type Loaded = Loaded<R, E::Loaded, X>;
}

impl<R: Relation, N, E: Loadable> Loadable for PerParent<R, N, E> {
    type Loaded = Loaded<R, E::Loaded, Part>;
}

impl<R: Relation, N, X: Extent> Loadable for Recursive<R, N, X> {
    type Loaded = Tree<R, X>;
}
