//! How a statement is sent, independent of its content.

use crate::database::backend::Database;
use crate::database::selection::{Readable, Selection};
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;
use diesel::{QueryResult, RunQueryDsl};
use std::marker::PhantomData;

/// A statement to be sent; `Id` specifies whether its SQL is identified by a type.
///
/// Its rows are untyped: the statements of a relation determine their content, and that they can be
/// read is proved once per model, not again for the columns of each statement.
pub(crate) struct UntypedQuery<'s, Q, Id> {
    query: &'s Q,
    recursive: bool,
    id: PhantomData<fn() -> Id>,
}

/// A statement whose SQL depends on a plan, or on the number of keys.
pub enum Uncached {}

/// The statement for the rows of `M` for a single key, and nothing else; `By` is where the parent's
/// key is read.
///
/// Diesel finds the prepared statement by this type, without writing its SQL (8 % of loading one
/// user's posts).
pub struct OneKey<By, M, DB>(PhantomData<(By, M, DB)>);

/// The statement for a full list of keys, and nothing else, where that for one key is `OneKey`.
///
/// Finding it by its type saves 150 instructions per key.
pub(crate) struct FullList<OneKey>(PhantomData<OneKey>);

/// The statement for links alone that a full list leads to.
pub(crate) struct Links<OneKey>(PhantomData<OneKey>);

impl<OneKey: QueryId + 'static> QueryId for FullList<OneKey> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = OneKey::HAS_STATIC_QUERY_ID;
}

impl<OneKey: QueryId + 'static> QueryId for Links<OneKey> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = OneKey::HAS_STATIC_QUERY_ID;
}

impl<'s, Q, Id> UntypedQuery<'s, Q, Id> {
    /// The caller guarantees that `Id` distinguishes this query's SQL from that of every other one.
    pub(crate) fn new(query: &'s Q, recursive: bool) -> Self {
        UntypedQuery { query, recursive, id: PhantomData }
    }
}

impl<Q, Id> Query for UntypedQuery<'_, Q, Id> {
    type SqlType = Untyped;
}

impl<Q: QueryFragment<DB>, Id: QueryId, DB: Database> QueryFragment<DB>
    for UntypedQuery<'_, Q, Id>
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.recursive {
            out.push_sql(out.backend().dialect().before_recursion);
        }
        self.query.walk_ast(out)
    }

    // What a type identifies is safe: there is no need to look for a part that is not.
    fn is_safe_to_cache_prepared(&self, backend: &DB) -> QueryResult<bool> {
        Ok(Id::HAS_STATIC_QUERY_ID || self.query.is_safe_to_cache_prepared(backend)?)
    }

    // Of a query that has its own way to collect them.
    fn collect_binds<'b>(
        &'b self,
        binds: &mut <DB as Backend>::BindCollector<'b>,
        lookup: &mut DB::MetadataLookup,
        backend: &'b DB,
    ) -> QueryResult<()> {
        self.query.collect_binds(binds, lookup, backend)
    }
}

impl<Q, Id: QueryId> QueryId for UntypedQuery<'_, Q, Id> {
    type QueryId = Id::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Id::HAS_STATIC_QUERY_ID;
}

impl QueryId for Uncached {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<By, M, DB> QueryId for OneKey<By, M, DB>
where
    By: 'static,
    M: Readable<DB> + 'static,
    DB: Backend + 'static,
{
    // Includes the backend: a `MultiConnection` passes its statements to a connection that also has
    // its own, and they may differ.
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = Selection::<M, DB>::HAS_STATIC_QUERY_ID;
}

/// A query that ends with its `LIMIT`, and what must follow it in this database.
#[derive(QueryId)]
pub struct Limited<Q>(pub(crate) Q);

impl<Q: Query> Query for Limited<Q> {
    type SqlType = Q::SqlType;
}

impl<Q: QueryFragment<DB>, DB: Database> QueryFragment<DB> for Limited<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(DB::AFTER_LIMIT);
        Ok(())
    }
}

impl<Q, C> RunQueryDsl<C> for Limited<Q> {}
