//! The names of Diesel's that its documentation hides, which a new version of it may change.
//!
//! The following cannot be named here, and are called where they are needed: `AstPass::backend`,
//! `Row::partial_row` (documented with Diesel's feature for third-party backends), `new` of
//! `dsl::On`, the members of `JoinTo`.

pub(crate) use diesel::internal::derives::multiconnection::{
    AstPassHelper, BatchInsert, NoFromClause, SelectStatementAccessor,
};
pub(crate) use diesel::internal::operators_macro::FieldAliasMapper;
pub(crate) use diesel::internal::table_macro::{
    BoxedSelectStatement, FromClause, Inner, Join, LeftOuter, NullableExpression, SelectStatement,
};
pub(crate) use diesel::query_dsl::{InternalJoinDsl, JoinWithImplicitOnClause};
