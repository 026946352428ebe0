//! How the rows that a route leads to are asked for: by keys in the rows, or beside them.

use crate::model::key::{BelongsTo, Columns, KeyColumns, Path, Reversed, Unread};
use crate::model::relation::{KeysOf, Relation};
use crate::route::here::Here;
use crate::route::{Linked, Route, Step};
use std::marker::PhantomData;

/// How the rows of a relation are asked for, which its keys decide.
pub trait Asked {
    /// [`InRows`] or [`BesideRows`].
    type By;
}

/// How the rows of a relation are asked for.
pub(crate) type By<R> = <KeysOf<R> as Asked>::By;

/// The columns `S` of a row are looked for in the columns `T` of the rows that are asked for.
#[derive(Debug)]
pub struct InRows<S, T>(PhantomData<(S, T)>);

/// The columns `S` of a row are looked for by the way `W`, and read beside the rows.
#[derive(Debug)]
pub struct BesideRows<S, W>(PhantomData<(S, W)>);

impl<S, T> Asked for Columns<S, T> {
    type By = InRows<S, T>;
}

impl<K: Linked> Asked for K {
    type By = BesideRows<K::Source, K::Route>;
}

impl<First, Rest> Asked for Path<First, Rest>
where
    Self: Step,
{
    type By = BesideRows<<Self as Step>::Source, <Self as Step>::Route>;
}

impl<B: BelongsTo + Relation<Keys: AskedBack>> Asked for Reversed<B> {
    type By = <B::Keys as AskedBack>::By;
}

/// How the rows of the other side of a belongs_to are asked for, which its keys decide.
pub trait AskedBack {
    /// As [`Asked::By`].
    type By;
}

impl<S, T> AskedBack for Columns<S, T> {
    type By = InRows<T, S>;
}

impl<Table, Id, S, T> AskedBack for Unread<Table, Id, S, T> {
    type By = BesideRows<T, Here<S>>;
}

/// The columns of a row that refer to others, and the way back from those.
pub trait Refers {
    /// The columns.
    type Columns: KeyColumns;
    /// The way back.
    type Route: Route;
    /// Whether they are read beside the rows.
    const BESIDE: bool;
}

impl<S: KeyColumns, T: KeyColumns> Refers for InRows<S, T> {
    type Columns = S;
    type Route = Here<T>;
    const BESIDE: bool = false;
}

impl<S: KeyColumns, W: Route> Refers for BesideRows<S, W> {
    type Columns = S;
    type Route = W;
    const BESIDE: bool = true;
}
