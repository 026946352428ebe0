//! The slots of a level before and after loading.

use crate::graph::slot::Loaded;
use crate::graph::tree::Tree;
use crate::model::relation::{Extent, Relation};
use crate::plan::how::{Grouped, PerParent, Recursive};
use crate::plan::planned::Planned;

/// A relation that can be loaded with rows of the model `M`: its key is a field of theirs, or is found by their
/// primary key.
#[diagnostic::on_unimplemented(
    message = "relation `{Self}` cannot be loaded: `{M}` has neither its foreign key nor its primary key as a field",
    label = "add one of the two to `{M}` itself: the fields of an embedded struct do not count"
)]
pub trait LoadedFrom<M> {
    /// The slots `S` themselves. If the relation cannot be loaded, this resolves to nothing, so that rustc
    /// reports no further errors.
    type Checked<S>;
    /// The slots themselves.
    fn checked<S>(slots: S) -> Self::Checked<S>;
}

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

/// A list of slots.
impl<A: Loadable, B: Loadable> Loadable for (A, B) {
    type Loaded = (A::Loaded, B::Loaded);
}

/// The type `S`, if this type is known.
pub trait Known<S> {
    /// `S`
    type Then;
}

impl<T, S> Known<S> for T {
    type Then = S;
}

/// Lets a relation be loaded: with any rows, or with those that have a key.
#[doc(hidden)]
#[macro_export]
macro_rules! __loaded_from {
    ($relation:ty) => {
        impl<__Source> $crate::private::LoadedFrom<__Source> for $relation {
            type Checked<__Slots> = __Slots;

            fn checked<__Slots>(slots: __Slots) -> __Slots {
                slots
            }
        }
    };
    ($relation:ty, $key:ty) => {
        #[diagnostic::do_not_recommend]
        impl<__Source: $crate::private::Keyed<$key>> $crate::private::LoadedFrom<__Source>
            for $relation
        {
            // By the key, without which there is no such type.
            type Checked<__Slots> =
                <<__Source as $crate::private::Keyed<$key>>::Key as $crate::private::Known<
                    __Slots,
                >>::Then;

            fn checked<__Slots>(slots: __Slots) -> __Slots {
                slots
            }
        }
    };
}
