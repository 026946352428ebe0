//! The filter and the order that a relation declares.

use crate::clause::clauses::Clauses;
use crate::clause::filter_order::Of;
use crate::database::backend::Database;
use crate::model::relation::Relation;
use crate::route::{HopFilter, WriteAnd};

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::Expression;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::Error::QueryBuilderError;
use diesel::sql_types::BoolOrNullableBool;
use std::any::Any;
use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::sync::Arc;

/// Nothing: the relation leads to every row with its key, in no particular order.
#[derive(Debug, Clone, Copy, Default, QueryId)]
pub struct NoClause;

/// `filter = …`
#[derive(Debug)]
pub enum AsFilter {}

/// `order_by = …`
#[derive(Debug)]
pub enum AsOrder {}

/// The filter or the order that the relation `R` declares, built anew for each query.
///
/// The expression's type cannot be named, so it is stored as `Any`; what the derive generates for
/// each backend downcasts it.
pub struct DeclaredClause<R, What> {
    held: BoxedClause,
    types: PhantomData<fn() -> (R, What)>,
}

/// An expression.
pub type BoxedClause = Arc<dyn Any + Send + Sync>;

/// A relation that declares a filter or an order.
pub trait DeclareClause<What> {
    /// The expression.
    fn state() -> BoxedClause;
}

/// Writes a declared filter or order as SQL.
pub trait WriteDeclared<What, DB: Backend> {
    /// Writes the expression that `state` returned.
    fn write_stated<'b>(held: &'b BoxedClause, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

/// A filter: a condition on the rows that `R` leads to.
pub fn hold_filter<R: Relation, P, W>(predicate: P) -> BoxedClause
where
    P: Of<R, W, Checked: Expression<SqlType: BoolOrNullableBool> + Send + Sync + 'static>,
{
    Arc::new(predicate.checked())
}

/// An order of the rows that `R` leads to.
pub fn hold_order<R: Relation, O, W>(order: O) -> BoxedClause
where
    O: Of<R, W, Checked: Send + Sync + 'static>,
{
    Arc::new(order.checked())
}

/// Writes an expression of the type that `again` returns, which is not called.
pub fn write_held<'b, P, DB>(
    held: &'b BoxedClause,
    again: impl FnOnce() -> P,
    out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    P: QueryFragment<DB> + 'static,
    DB: Backend,
{
    let _ = again;
    match held.downcast_ref::<P>() {
        Some(expression) => expression.walk_ast(out),
        None => Err(QueryBuilderError("a relation declares an expression of two types".into())),
    }
}

impl<R: DeclareClause<What>, What> Default for DeclaredClause<R, What> {
    fn default() -> Self {
        DeclaredClause { held: R::state(), types: PhantomData }
    }
}

impl<R, What> Clone for DeclaredClause<R, What> {
    fn clone(&self) -> Self {
        DeclaredClause { held: Arc::clone(&self.held), types: PhantomData }
    }
}

impl<R, What> Debug for DeclaredClause<R, What> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeclaredClause")
    }
}

impl<R, What> QueryId for DeclaredClause<R, What> {
    type QueryId = ();
    // Two queries may contain different values, even lists of different lengths.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<R: WriteDeclared<W, DB>, W, DB: Backend> QueryFragment<DB> for DeclaredClause<R, W> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        R::write_stated(&self.held, out)
    }
}

/// Adds the declared filter or order to the clauses of a statement.
pub trait DefaultClauses<'q, DB>: Default {
    /// Whether there is anything.
    const SET: bool;
    /// Adds it.
    fn default_clauses(terms: &mut Clauses<'q, DB>);
}

impl<DB> DefaultClauses<'_, DB> for NoClause {
    const SET: bool = false;

    fn default_clauses(_: &mut Clauses<'_, DB>) {}
}

impl<'q, R, DB> DefaultClauses<'q, DB> for DeclaredClause<R, AsFilter>
where
    R: DeclareClause<AsFilter> + WriteDeclared<AsFilter, DB> + 'q,
    DB: Database,
{
    const SET: bool = true;

    fn default_clauses(terms: &mut Clauses<'q, DB>) {
        terms.and(Self::default());
    }
}

impl<'q, R, DB> DefaultClauses<'q, DB> for DeclaredClause<R, AsOrder>
where
    R: DeclareClause<AsOrder> + WriteDeclared<AsOrder, DB> + 'q,
    DB: Database,
{
    const SET: bool = true;

    fn default_clauses(terms: &mut Clauses<'q, DB>) {
        terms.order_by(Self::default());
    }
}

impl HopFilter for NoClause {
    const SET: bool = false;
}

impl<R: DeclareClause<AsFilter> + 'static> HopFilter for DeclaredClause<R, AsFilter> {
    const SET: bool = true;
}

impl<DB: Backend> WriteAnd<DB> for NoClause {
    fn write_and<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<R, DB> WriteAnd<DB> for DeclaredClause<R, AsFilter>
where
    R: WriteDeclared<AsFilter, DB>,
    DB: Backend,
{
    fn write_and<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Raw SQL may be an `OR`.
        out.push_sql(" AND (");
        self.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

/// Two filters: the one of a relation with a path, and that of the last relation of the path.
#[derive(Debug, Clone, Default, QueryId)]
pub struct BothFilters<A, B>(A, B);

impl<A: HopFilter, B: HopFilter> HopFilter for BothFilters<A, B> {
    const SET: bool = A::SET || B::SET;
}

impl<'q, A, B, DB> DefaultClauses<'q, DB> for BothFilters<A, B>
where
    A: DefaultClauses<'q, DB>,
    B: DefaultClauses<'q, DB>,
{
    const SET: bool = A::SET || B::SET;

    fn default_clauses(terms: &mut Clauses<'q, DB>) {
        A::default_clauses(terms);
        B::default_clauses(terms);
    }
}

impl<A: WriteAnd<DB>, B: WriteAnd<DB>, DB: Backend> WriteAnd<DB> for BothFilters<A, B> {
    fn write_and<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.write_and(out.reborrow())?;
        self.1.write_and(out)
    }
}

/// Lets a relation's filter or order be written for every backend.
#[doc(hidden)]
#[macro_export]
macro_rules! __stated {
    ($backends:tt, $relation:ty, $what:ident, $expression:expr) => {
        $crate::__for_each_backend! { $backends, __stated_for, [$relation, $what, $expression] }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __stated_for {
    ($backend:ty, $relation:ty, $what:ident, $expression:expr) => {
        impl $crate::private::WriteDeclared<$crate::private::$what, $backend> for $relation {
            fn write_stated<'b>(
                held: &'b $crate::private::BoxedClause,
                out: $crate::private::AstPass<'_, 'b, $backend>,
            ) -> $crate::private::QueryResult<()> {
                $crate::private::write_held(held, || $expression, out)
            }
        }
    };
}
