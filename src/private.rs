//! What the code that `#[derive(Relations)]` writes refers to. Not public API.

pub mod check;

pub use crate::from::{Count, SelectFrom, SourceTable};
pub use crate::graph::{
    At, ChildOf, ChildrenOf, ExtentOf, Graph, IsLoaded, IsWhole, Links, Reach, Single, Slot,
};
pub use crate::join::{JoinThrough, Joinable};
pub use crate::key::{
    Association, BelongsTo, Columns, Direct, Field, KeySqlType, Keyed, KeysEqual, Nullability,
    Reversed,
};
#[cfg(feature = "async")]
pub use crate::load::asynchronous::Fill as AsyncFill;
pub use crate::load::blocking::Fill;
pub use crate::load::statement::{
    Backward, DirectQuery, Forward, KeyOf, LinkedQuery, LinkedStatement, Statement, table,
};
pub use crate::load::{
    Ask, BindKeys, Connected, Database, HasRows, KeyIn, Limit, Loadable, Narrow, Of, Readable,
    Selection, Set, Vacant, Window, in_a_list, list,
};
pub use crate::related::Related;
pub use crate::relation::{
    Cardinality, Extent, Model, Relation, Source, Target, ToMany, ToMaybeOne, ToOne, View,
};
pub use diesel;
pub use diesel::associations::HasTable;
pub use diesel::connection::LoadConnection;
pub use diesel::dsl::On;
pub use diesel::query_builder::AstPass;
pub use diesel::query_dsl::QueryDsl;
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
    message = "`{Self}` declares no relation of the name that `back_populates` gives",
    label = "not a relation of `{Self}`",
    note = "correct the name, or declare the other side on `{Self}`"
)]
pub trait Named<const NAME: u64> {
    /// The marker type.
    type Relation: Relation;
}

/// The relation of `M` with the name that hashes to `NAME`.
pub type RelationOf<M, const NAME: u64> = <M as Named<NAME>>::Relation;

/// The primary key of a model's table.
pub type PrimaryKey<M> = <<M as Model>::Table as Table>::PrimaryKey;

/// `ToOne` for a `NOT NULL` foreign key, `ToMaybeOne` for one that may be `NULL`.
pub trait ToOneBy {
    /// The cardinality.
    type Cardinality: Cardinality;
}

impl ToOneBy for diesel::sql_types::is_nullable::NotNull {
    type Cardinality = ToOne;
}

impl ToOneBy for diesel::sql_types::is_nullable::IsNullable {
    type Cardinality = ToMaybeOne;
}

/// The cardinality of a `belongs_to` with the foreign key `C`.
pub type ToOneOf<C> = <Nullability<C> as ToOneBy>::Cardinality;
