//! What the code that `#[derive(Relations)]` writes refers to. Not public API.

pub mod check;
mod primary_key;

pub use primary_key::PrimaryKeyOf;

pub use crate::from::{Count, SelectFrom, SourceTable};
pub use crate::graph::{
    At, ChildIf, ChildOf, ChildrenIf, ChildrenOf, ExtentIf, ExtentOf, Graph, IsLoaded, IsWhole,
    Links, MayBeLoaded, Reach, Single, Slot, ViewFrom,
};
pub use crate::join::{Associates, Brings, JoinTargets, JoinThrough, Joinable, Joint, KeysEqual};
pub use crate::key::{
    Association, BelongsTo, Columns, Composite, Direct, Field, KeyBound, KeyColumns, KeySqlType,
    Keyed, Nullability, Path, Reversed, Unread,
};
#[cfg(feature = "async")]
pub use crate::load::asynchronous::Fill as AsyncFill;
pub use crate::load::blocking::Fill;
pub use crate::load::statement::{
    Backward, DirectQuery, Forward, KeyOf, LinkedQuery, LinkedStatement, Statement, table,
};
pub use crate::load::{
    Ask, Beside, BindKeys, Connected, Database, FirstRows, HasRows, KeyIn, Limit, Loadable, Narrow,
    NotRecursive, Of, Reached, Readable, Row, Selection, Set, Vacant, Window, in_a_list, list,
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
pub use diesel::connection::LoadConnection;
pub use diesel::query_builder::AstPass;
pub use diesel::query_dsl::methods::{BoxedDsl, FilterDsl, SelectDsl};
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

/// The relation of `M` with the name that hashes to `NAME`.
pub type RelationOf<M, const NAME: u64> = <M as Named<NAME>>::Relation;

/// The cardinality of a `belongs_to` with the foreign key `C`.
pub type ToOneOf<C> = <<C as KeyColumns>::Nullability as Nullability>::ToOne;
