//! The names of Diesel's that its documentation hides: what a new version of it may change.

pub(crate) use diesel::internal::derives::multiconnection::{
    AstPassHelper, SelectStatementAccessor,
};
pub(crate) use diesel::internal::operators_macro::FieldAliasMapper;
pub(crate) use diesel::internal::table_macro::{
    BoxedSelectStatement, FromClause, Inner, LeftOuter, NullableExpression, SelectStatement,
};
