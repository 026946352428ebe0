//! The filter and the order that a relation states where it is declared.

use crate::clause::narrow::Of;
use crate::clause::terms::Terms;
use crate::database::backend::Database;
use crate::model::relation::Relation;
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
pub struct Unset;

/// `filter = …`
#[derive(Debug)]
pub enum AsFilter {}

/// `order_by = …`
#[derive(Debug)]
pub enum AsOrder {}

/// The filter or the order that the relation `R` states, made anew for each query.
///
/// The expression's type has no name, so it is held as `Any`; what the derive writes for each
/// backend knows it again.
pub struct Stated<R, What> {
    held: Held,
    types: PhantomData<fn() -> (R, What)>,
}

/// An expression.
pub type Held = Arc<dyn Any + Send + Sync>;

/// A relation that states a filter or an order.
pub trait States<What> {
    /// The expression.
    fn state() -> Held;
}

/// Writes what a relation states as SQL.
pub trait WriteStated<What, DB: Backend> {
    /// Writes the expression that `state` returned.
    fn write_stated<'b>(held: &'b Held, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

/// A filter: a condition on the rows that `R` leads to.
pub fn hold_filter<R: Relation, P, W>(predicate: P) -> Held
where
    P: Of<R, W, Checked: Expression<SqlType: BoolOrNullableBool> + Send + Sync + 'static>,
{
    Arc::new(predicate.checked())
}

/// An order of the rows that `R` leads to.
pub fn hold_order<R: Relation, O, W>(order: O) -> Held
where
    O: Of<R, W, Checked: Send + Sync + 'static>,
{
    Arc::new(order.checked())
}

/// Writes an expression of the type that `again` returns, which is not called.
pub fn write_held<'b, P, DB>(
    held: &'b Held,
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
        None => Err(QueryBuilderError("a relation states an expression of two types".into())),
    }
}

impl<R: States<What>, What> Default for Stated<R, What> {
    fn default() -> Self {
        Stated { held: R::state(), types: PhantomData }
    }
}

impl<R, What> Clone for Stated<R, What> {
    fn clone(&self) -> Self {
        Stated { held: Arc::clone(&self.held), types: PhantomData }
    }
}

impl<R, What> Debug for Stated<R, What> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stated")
    }
}

impl<R, What> QueryId for Stated<R, What> {
    type QueryId = ();
    // Two queries may state different values, even lists of different lengths.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<R: WriteStated<W, DB>, W, DB: Backend> QueryFragment<DB> for Stated<R, W> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        R::write_stated(&self.held, out)
    }
}

/// What a relation states, as terms of its statement.
pub trait Preset<'q, DB>: Default {
    /// Whether there is anything.
    const SET: bool;
    /// Adds it.
    fn preset(terms: &mut Terms<'q, DB>);
}

impl<DB> Preset<'_, DB> for Unset {
    const SET: bool = false;

    fn preset(_: &mut Terms<'_, DB>) {}
}

impl<'q, R, DB> Preset<'q, DB> for Stated<R, AsFilter>
where
    R: States<AsFilter> + WriteStated<AsFilter, DB> + 'q,
    DB: Database,
{
    const SET: bool = true;

    fn preset(terms: &mut Terms<'q, DB>) {
        terms.and(Self::default());
    }
}

impl<'q, R, DB> Preset<'q, DB> for Stated<R, AsOrder>
where
    R: States<AsOrder> + WriteStated<AsOrder, DB> + 'q,
    DB: Database,
{
    const SET: bool = true;

    fn preset(terms: &mut Terms<'q, DB>) {
        terms.order_by(Self::default());
    }
}

/// A relation's filter as a further condition, in joins and sub-queries.
pub trait WriteAnd<DB: Backend> {
    /// Whether there is one.
    const SET: bool;
    /// ` AND (…)`, or nothing.
    fn write_and<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<DB: Backend> WriteAnd<DB> for Unset {
    const SET: bool = false;

    fn write_and<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<R, DB> WriteAnd<DB> for Stated<R, AsFilter>
where
    R: WriteStated<AsFilter, DB>,
    DB: Backend,
{
    const SET: bool = true;

    fn write_and<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        // Raw SQL may be an `OR`.
        out.push_sql(" AND (");
        self.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
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
        impl $crate::private::WriteStated<$crate::private::$what, $backend> for $relation {
            fn write_stated<'b>(
                held: &'b $crate::private::Held,
                out: $crate::private::AstPass<'_, 'b, $backend>,
            ) -> $crate::private::QueryResult<()> {
                $crate::private::write_held(held, || $expression, out)
            }
        }
    };
}
