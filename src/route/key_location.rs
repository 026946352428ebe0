//! Where the parent's key is in the rows of a relation: in the row itself, or selected separately.

use crate::model::key::{BelongsTo, Columns, KeyColumns, Path, Reversed, Unread};
use crate::model::relation::{KeysOf, Relation};
use crate::route::direct::DirectHop;
use crate::route::{Linked, Route, Step};
use std::marker::PhantomData;

/// Keys that determine where the parent's key is in a fetched row.
pub trait KeyLocation {
    /// [`KeyInRow`] or [`KeySelected`].
    type Location;
}

/// Where the parent's key is in the rows of `R`.
pub(crate) type LocationOf<R> = <KeysOf<R> as KeyLocation>::Location;

/// The columns `S` of a row equal the columns `T` of the fetched rows.
#[derive(Debug)]
pub struct KeyInRow<S, T>(PhantomData<(S, T)>);

/// The columns `S` of a row are found by the route `W`, and selected in addition to the rows.
#[derive(Debug)]
pub struct KeySelected<S, W>(PhantomData<(S, W)>);

impl<S, T> KeyLocation for Columns<S, T> {
    type Location = KeyInRow<S, T>;
}

impl<K: Linked> KeyLocation for K {
    type Location = KeySelected<K::Source, K::Route>;
}

impl<First, Rest> KeyLocation for Path<First, Rest>
where
    Self: Step,
{
    type Location = KeySelected<<Self as Step>::Source, <Self as Step>::Route>;
}

impl<B: BelongsTo + Relation<Keys: ReversedKeyLocation>> KeyLocation for Reversed<B> {
    type Location = <B::Keys as ReversedKeyLocation>::Location;
}

/// The same, from the other side of a belongs_to.
pub trait ReversedKeyLocation {
    /// As [`KeyLocation::Location`].
    type Location;
}

impl<S, T> ReversedKeyLocation for Columns<S, T> {
    type Location = KeyInRow<T, S>;
}

impl<Table, Id, S, T> ReversedKeyLocation for Unread<Table, Id, S, T> {
    type Location = KeySelected<T, DirectHop<S>>;
}

/// The columns of a row that refer to others, and the route back from those.
pub trait KeyRoute {
    /// The columns.
    type Columns: KeyColumns;
    /// The route back.
    type Route: Route;
    /// Whether they are selected in addition to the rows.
    const BESIDE: bool;
}

impl<S: KeyColumns, T: KeyColumns> KeyRoute for KeyInRow<S, T> {
    type Columns = S;
    type Route = DirectHop<T>;
    const BESIDE: bool = false;
}

impl<S: KeyColumns, W: Route> KeyRoute for KeySelected<S, W> {
    type Columns = S;
    type Route = W;
    const BESIDE: bool = true;
}
