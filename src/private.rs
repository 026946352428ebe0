//! What the code that `#[derive(Relations)]` writes refers to. Not public API.

pub mod check;
mod primary_key;

use crate::graph::{Loaded, Tree, Values};
pub use crate::load::AsRows;

pub use primary_key::PrimaryKeyOf;

pub use crate::from::{Count, SelectFrom, SourceTable};
pub use crate::graph::{
    At, ChildIf, ChildOf, ChildrenIf, ChildrenOf, ExtentIf, ExtentOf, Graph, IsLoaded, IsWhole,
    Links, MayBeLoaded, Placed, Reach, Single, Slot, ViewFrom,
};
pub use crate::graph::{IsValue, IsWholeValue, ReadsValue};
pub use crate::join::{Associates, Brings, JoinTargets, JoinThrough, Joinable, Joint, KeysEqual};
pub use crate::key::{
    Association, BelongsTo, Columns, Composite, Direct, Field, KeyBound, KeyColumns, KeySqlType,
    Keyed, Nullability, Path, Reversed, Unread,
};
#[cfg(feature = "async")]
pub use crate::load::asynchronous::Fill as AsyncFill;
pub use crate::load::blocking::Fill;
pub use crate::load::{
    Allow, Apart, Ask, BindKeys, Branches, Connected, Database, FirstRows, HasRows, Limit,
    Loadable, Narrow, Of, Onto, Readable, Row, Set, Vacant, Window, in_a_list, list, number,
    values,
};
pub use crate::related::Related;
pub use crate::relation::{
    Cardinality, Extent, KeysOf, Model, PrimaryKey, Relation, Source, Target, ToMany, ToMaybeOne,
    ToOne, View,
};
pub use crate::route::{Here, Route, Step};
pub use crate::stated::{
    AsFilter, AsOrder, Held, Stated, States, Unset, WriteStated, hold_filter, hold_order,
    write_held,
};
pub use diesel;
pub use diesel::associations::HasTable;
pub use diesel::backend::Backend;
pub use diesel::connection::LoadConnection;
pub use diesel::query_builder::AstPass;
pub use diesel::query_dsl::methods::{BoxedDsl, FilterDsl, SelectDsl};
pub use diesel::row::Row as DatabaseRow;
pub use diesel::serialize::ToSql;
pub use diesel::sql_types::HasSqlType;
pub use diesel::{QueryResult, Table};
#[cfg(feature = "async")]
pub use diesel_async::AsyncConnectionCore;

/// Finds the relation of a model by a hash of its name.
///
/// A derive sees the model's path and the relation's name, but not the path of its marker type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` declares no relation of this name",
    label = "not a relation of `{Self}`",
    note = "correct the name, or declare the relation on `{Self}`"
)]
pub trait Named<const NAME: u64> {
    /// The marker type.
    type Relation: Relation;
}

/// A name's hash, as the derive computes it: FNV-1a over the name without `r#`.
pub const fn hash(name: &str) -> u64 {
    let name = name.as_bytes();
    let mut place = if let [b'r', b'#', ..] = name { 2 } else { 0 };
    let mut hash = 0xcbf2_9ce4_8422_2325;
    while place < name.len() {
        hash = (hash ^ name[place] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        place += 1;
    }
    hash
}

/// The relation of `M` with the name that hashes to `NAME`.
pub type RelationOf<M, const NAME: u64> = <M as Named<NAME>>::Relation;

/// The edges of the rows of `R` when nothing is loaded with them.
pub type Nothing<R> = <Target<R> as Model>::Edges;

/// The edges `E` with the state `S` in the place `P` of the slot of a relation of `M`.
type With<M, const NAME: u64, E, S, P = AsRows> = <E as Slot<RelationOf<M, NAME>>>::Set<
    <<E as Slot<RelationOf<M, NAME>>>::State as Vacant<RelationOf<M, NAME>, P>>::With<S>,
>;

/// The edges `E` with the relation loaded, as `R`.
pub type WithLoaded<M, const NAME: u64, E, X, R, C> = With<M, NAME, E, Loaded<R, C, X>>;

/// The edges `E` with the relation loaded on a condition, as `R`.
pub type WithOption<M, const NAME: u64, E, X, R, C> = With<M, NAME, E, Option<Loaded<R, C, X>>>;

/// The edges `E` with the relation loaded at every depth.
pub type WithTree<M, const NAME: u64, E, X> = With<M, NAME, E, Tree<RelationOf<M, NAME>, X>>;

/// The edges `E` with an aggregate of the relation loaded.
pub type WithValues<M, const NAME: u64, E, X, F, C> =
    With<M, NAME, E, Values<RelationOf<M, NAME>, F, C, X>, F>;

/// The edges `E` with an aggregate of the relation loaded on a condition.
pub type WithValuesIf<M, const NAME: u64, E, X, F, C> =
    With<M, NAME, E, Option<Values<RelationOf<M, NAME>, F, C, X>>, F>;

/// The cardinality of a `belongs_to` with the foreign key `C`.
pub type ToOneOf<C> = <<C as KeyColumns>::Nullability as Nullability>::ToOne;
