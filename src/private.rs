//! What the code that `#[derive(Relations)]` writes refers to. Not public API.

pub mod check;
pub(crate) mod primary_key;

use crate::graph::aggregated::Values;
use crate::graph::slot::Loaded;
use crate::graph::tree::Tree;
pub use crate::graph::vacant::AsRows;

pub use crate::private::primary_key::PrimaryKeyOf;

pub use crate::clause::declared::{
    AsFilter, AsOrder, BoxedClause, DeclareClause, DeclaredClause, NoClause, WriteDeclared,
    hold_filter, hold_order, write_held,
};
pub use crate::clause::filter_order::{FilterOrder, Limit, Of};
pub use crate::database::backend::{Database, FirstRows, in_a_list, number};
pub use crate::database::key_in::{BindKeys, list, values};
pub use crate::database::keys::KeyChunk;
pub use crate::database::selection::Readable;
pub use crate::fetch::rows::FetchRows;
pub use crate::graph::aggregated::{IsValue, IsWholeValue};
pub use crate::graph::condition::{ChildIf, ChildrenIf, ExtentIf, MayBeLoaded, ViewFrom};
pub use crate::graph::has::{ChildOf, ChildrenOf, ExtentOf};
pub use crate::graph::slot::{Access, IsLoaded, IsWhole, Slot};
pub use crate::graph::vacant::Vacant;
pub use crate::graph::values::Placed;
pub use crate::graph::values::ReadsValue;
pub use crate::join::between::{Associates, RelationEnds};
pub use crate::join::condition::KeysEqual;
pub use crate::join::parts::{Brings, Joinable};
pub use crate::join::{JoinTargets, JoinThrough};
pub use crate::load::HasRows;
#[cfg(feature = "async")]
pub use crate::load::asynchronous::Fill as AsyncFill;
pub use crate::load::blocking::Fill;
pub use crate::load::mode::Connected;
pub use crate::load::statement_tree::Branches;
pub use crate::load::upgrade::Row;
pub use crate::model::from::{Occurrences, SelectFrom, SourceTable};
pub use crate::model::graph::Graph;
pub use crate::model::key::nullability::Nullability;
pub use crate::model::key::{
    Association, BelongsTo, Columns, Composite, Direct, Field, KeyBound, KeyColumns, KeySqlType,
    Keyed, Path, Reversed, Unread,
};
pub use crate::model::links::{Links, OptionalLinks};
pub use crate::model::node::At;
pub use crate::model::relation::{
    Cardinality, Extent, KeysOf, Model, PrimaryKey, Relation, Source, Target, ToMany, ToMaybeOne,
    ToOne, View,
};
pub use crate::plan::joined::onto::{NotJoined, Onto};
pub use crate::plan::loadable::Loadable;
pub use crate::plan::recursive::Allow;
pub use crate::plan::set::Set;
pub use crate::related::Related;
pub use crate::route::direct::DirectHop;
pub use crate::route::{Route, Step};
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
type WithState<M, const NAME: u64, E, S, P = AsRows> = <E as Slot<RelationOf<M, NAME>>>::Set<
    <<E as Slot<RelationOf<M, NAME>>>::State as Vacant<RelationOf<M, NAME>, P>>::With<S>,
>;

/// The edges `E` with the relation loaded, as `R`.
pub type WithLoaded<M, const NAME: u64, E, X, R, C> = WithState<M, NAME, E, Loaded<R, C, X>>;

/// The edges `E` with the relation loaded on a condition, as `R`.
pub type WithOption<M, const NAME: u64, E, X, R, C> =
    WithState<M, NAME, E, Option<Loaded<R, C, X>>>;

/// The edges `E` with the relation loaded at every depth.
pub type WithTree<M, const NAME: u64, E, X> = WithState<M, NAME, E, Tree<RelationOf<M, NAME>, X>>;

/// The edges `E` with an aggregate of the relation loaded.
pub type WithValues<M, const NAME: u64, E, X, F, C> =
    WithState<M, NAME, E, Values<RelationOf<M, NAME>, F, C, X>, F>;

/// The edges `E` with an aggregate of the relation loaded on a condition.
pub type WithValuesIf<M, const NAME: u64, E, X, F, C> =
    WithState<M, NAME, E, Option<Values<RelationOf<M, NAME>, F, C, X>>, F>;

/// The cardinality of a `belongs_to` with the foreign key `C`.
pub type ToOneOf<C> = <<C as KeyColumns>::Nullability as Nullability>::ToOne;
