//! The slots of a model's edges as a list.

use crate::plan::loadable::Loadable;

/// The edges of a model as a list of their slots: `(posts, (profile, ()))`.
///
/// What few programs do with edges is written once, for such a list, since whatever is generated for each
/// model takes time to compile in every program.
pub trait Slots {
    /// The list.
    type List;
    /// The slots of the edges.
    fn into_list(self) -> Self::List;
    /// Edges of these slots.
    fn from_list(list: Self::List) -> Self;
}

/// Edges whose slots, once they are loaded, are those of the loaded edges.
pub trait LoadableEdges:
    Slots<List: Loadable> + Loadable<Loaded: Slots<List = <Self::List as Loadable>::Loaded>>
{
}

impl<E> LoadableEdges for E
where
    E: Slots<List: Loadable> + Loadable,
    E::Loaded: Slots<List = <E::List as Loadable>::Loaded>,
{
}
