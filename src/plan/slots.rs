//! The slots of a model's edges as a list.

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
