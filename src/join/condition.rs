use crate::clause::declared::{AsFilter, BothFilters, DeclaredClause, NoClause};
use crate::clause::filter_order::{Inside, Outside, Refused};
use crate::model::from::{FromOf, SelectFrom};
use crate::model::key::{WriteColumns, write_equal};
use crate::model::table_ref::{TableName, Unaliased};
use crate::route::WriteAnd;
use crate::undocumented::{Inner, Join};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AsQuery, AstPass, QueryFragment, QueryId};
use diesel::query_source::QuerySource;
use diesel::sql_types::{Bool, Nullable};
use std::marker::PhantomData;

/// `posts.user_id = users.id`, where the first table is at the end `TableA` and the other at
/// `TableB`; and the filter that a relation declares.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct KeysEqual<A, B, F = NoClause, TableA = Unaliased, TableB = Unaliased> {
    a: A,
    b: B,
    filter: F,
    tables: PhantomData<(TableA, TableB)>,
}

impl<A: Default, B: Default, F: Default, TableA, TableB> Default
    for KeysEqual<A, B, F, TableA, TableB>
{
    fn default() -> Self {
        let (a, b, filter) = Default::default();
        KeysEqual { a, b, filter, tables: PhantomData }
    }
}

impl<A, B, F, TableA, TableB> Expression for KeysEqual<A, B, F, TableA, TableB> {
    type SqlType = Bool;
}

impl<A, B, F, TableA, TableB> ValidGrouping<()> for KeysEqual<A, B, F, TableA, TableB> {
    type IsAggregate = is_aggregate::No;
}

// The columns are those of the two tables, as is known from the declaration.
impl<A, B, F, TableA, TableB, QS> AppearsOnTable<QS> for KeysEqual<A, B, F, TableA, TableB> {}

impl<A, B, F, TableA, TableB, DB> QueryFragment<DB> for KeysEqual<A, B, F, TableA, TableB>
where
    A: WriteColumns<DB>,
    B: WriteColumns<DB>,
    F: WriteAnd<DB>,
    TableA: TableName,
    TableB: TableName,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        write_equal((&self.a, TableA::NAME), (&self.b, TableB::NAME), out.reborrow())?;
        self.filter.write_and(out)
    }
}

/// A relation's filter where its target is at the end `E`.
#[diagnostic::on_unimplemented(
    message = "a relation with a filter cannot be joined under an alias",
    label = "declare a relation without the filter, and join that with `.on(…)`",
    note = "the filter names the columns of the table itself"
)]
pub trait FilterAt<E> {}

impl<E> FilterAt<E> for NoClause {}

impl<R> FilterAt<Unaliased> for DeclaredClause<R, AsFilter> {}

impl<A: FilterAt<E>, B: FilterAt<E>, E> FilterAt<E> for BothFilters<A, B> {}

/// The keys of the first relation of a path, and the filter of the whole, which may be on any table
/// of the path.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct KeysThen<K, F> {
    pub(crate) keys: K,
    pub(crate) filter: F,
}

impl<K, F> Expression for KeysThen<K, F> {
    type SqlType = Bool;
}

impl<K, F> ValidGrouping<()> for KeysThen<K, F> {
    type IsAggregate = is_aggregate::No;
}

// The columns are those of the tables, as is known from the declaration.
impl<K, F, QS> AppearsOnTable<QS> for KeysThen<K, F> {}

impl<K, F, DB> QueryFragment<DB> for KeysThen<K, F>
where
    K: QueryFragment<DB>,
    F: WriteAnd<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.keys.walk_ast(out.reborrow())?;
        self.filter.write_and(out)
    }
}

/// The condition of a join besides the keys.
pub trait Also<K> {
    /// The whole condition.
    type On;
    /// The whole condition.
    fn also(self, keys: K) -> Self::On;
}

impl<K> Also<K> for NoClause {
    type On = K;

    fn also(self, keys: K) -> K {
        keys
    }
}

/// A predicate besides the keys.
#[derive(Debug, Clone, Copy)]
pub struct Given<P>(pub(crate) P);

impl<K, P> Also<K> for Given<P> {
    type On = KeysAnd<K, P>;

    fn also(self, keys: K) -> KeysAnd<K, P> {
        KeysAnd { keys, predicate: self.0 }
    }
}

/// `posts.user_id = users.id AND (…)`
#[derive(Debug, Clone, Copy, QueryId)]
pub struct KeysAnd<K, P> {
    keys: K,
    predicate: P,
}

impl<K, P> Expression for KeysAnd<K, P> {
    type SqlType = Nullable<Bool>;
}

impl<K, P> ValidGrouping<()> for KeysAnd<K, P> {
    type IsAggregate = is_aggregate::No;
}

// That is asked by `FitsJoin`.
impl<K, P, QS> AppearsOnTable<QS> for KeysAnd<K, P> {}

impl<K, P, DB> QueryFragment<DB> for KeysAnd<K, P>
where
    K: QueryFragment<DB>,
    P: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.keys.walk_ast(out.reborrow())?;
        out.push_sql(" AND (");
        self.predicate.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

/// A condition that a join of the sources `A` and `B` can be on; `Where` is inferred.
#[diagnostic::on_unimplemented(
    message = "the condition in `.on(…)` has a column that is not in this query",
    label = "use columns of the tables that are joined here or before"
)]
pub trait FitsJoin<A, B, Where> {}

#[diagnostic::do_not_recommend]
impl<A, B> FitsJoin<A, B, Inside> for NoClause {}

// On Diesel's own join, since its subqueries are proved on nothing else.
#[diagnostic::do_not_recommend]
impl<A, B, P> FitsJoin<A, B, Inside> for Given<P>
where
    A: QuerySource,
    B: AsQuery<Query: SelectFrom<From: QuerySource>>,
    P: AppearsOnTable<Join<A, FromOf<B>, Inner>>,
{
}

#[diagnostic::do_not_recommend]
impl<A, B, P: Refused> FitsJoin<A, B, Outside> for Given<P> {}
