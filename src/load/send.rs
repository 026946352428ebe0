//! Sending a statement and reading its rows, apart from what the statement says.

use super::backend::Database;
use super::fetch::LinkedRows;
use super::selection::{Readable, Selection};
use super::statement::LinkedStatement;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::connection::LoadConnection;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use diesel::sql_types::Untyped;
use std::marker::PhantomData;

/// A statement on its way to the database; `Id` says whether its SQL is known by a type.
///
/// Its rows are untyped: the statements of a relation fix what is in them, and that it can be read
/// is proved once per model, not once more for the columns of each statement.
pub(crate) struct Sent<'s, Q, Id>(&'s Q, PhantomData<fn() -> Id>);

/// A statement whose SQL depends on a plan, or on the number of keys.
pub(crate) enum Varying {}

/// The statement of the relation `R` for one key and nothing else.
///
/// Diesel finds it prepared by this type, without writing its SQL (8 % of loading one user's posts).
pub(crate) struct OneKey<R, Direction, Columns>(PhantomData<(R, Direction, Columns)>);

impl<'s, Q> Sent<'s, Q, Varying> {
    pub(crate) fn varying(query: &'s Q) -> Self {
        Sent(query, PhantomData)
    }
}

impl<'s, Q, R, Direction, Columns> Sent<'s, Q, OneKey<R, Direction, Columns>> {
    /// Vouches that the query is that of `R`, which selects `Columns`, for one key.
    pub(crate) fn for_one_key(query: &'s Q) -> Self {
        Sent(query, PhantomData)
    }
}

impl<Q, Id> Query for Sent<'_, Q, Id> {
    type SqlType = Untyped;
}

impl<Q: QueryFragment<DB>, Id, DB: Backend> QueryFragment<DB> for Sent<'_, Q, Id> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

impl<Q, Id: QueryId> QueryId for Sent<'_, Q, Id> {
    type QueryId = Id::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Id::HAS_STATIC_QUERY_ID;
}

impl QueryId for Varying {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<R, Direction, M, DB> QueryId for OneKey<R, Direction, Selection<M, DB>>
where
    R: 'static,
    Direction: 'static,
    M: Readable<DB>,
    DB: Backend,
{
    type QueryId = OneKey<R, Direction, ()>;
    const HAS_STATIC_QUERY_ID: bool = Selection::<M, DB>::HAS_STATIC_QUERY_ID;
}

/// Appends the models of rows that hold nothing else.
pub(crate) fn send<M, C, Q, Id>(
    conn: &mut C,
    query: Sent<'_, Q, Id>,
    rows: &mut Vec<M>,
) -> QueryResult<()>
where
    M: Readable<C::Backend>,
    C: LoadConnection,
    Q: QueryFragment<C::Backend>,
    Id: QueryId,
{
    for row in conn.load(query)? {
        rows.push(M::build_from_row(&row?).map_err(DeserializationError)?);
    }
    Ok(())
}

/// Adds the rows of an association: the keys of both sides, and the other side's model.
pub(crate) fn send_pairs<'q, R, DB, C, Id>(
    conn: &mut C,
    query: Sent<'_, R::Query, Id>,
    rows: &mut LinkedRows<'_, R::Key, R::Far, R::Target>,
) -> QueryResult<()>
where
    DB: Database,
    R: LinkedStatement<'q, DB>,
    C: LoadConnection<Backend = DB>,
    Id: QueryId,
{
    for row in conn.load(query)? {
        let row = row?;
        let near = row.get_value::<R::SqlType, R::Key, _>(0).map_err(DeserializationError)?;
        let far = row.get_value::<R::FarSqlType, R::Far, _>(1).map_err(DeserializationError)?;
        rows.add(&near, far, || {
            let columns = row.partial_row(2..row.field_count());
            R::Target::build_from_row(&columns).map_err(DeserializationError)
        })?;
    }
    Ok(())
}
