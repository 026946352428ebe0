//! What a plan and its relation say of the rows, apart from a query: for statements that need an
//! order in another place than Diesel has for it, or twice.

use super::backend::Database;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{Expression, NonAggregate};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::query_dsl::methods::{FilterDsl, OrFilterDsl, OrderDsl, ThenOrderDsl};
use diesel::sql_types::BoolOrNullableBool;

/// An expression of which all that matters is how it is written.
pub(super) type Fragment<'q, DB> = Box<dyn QueryFragment<DB> + Send + 'q>;

/// A filter and an order, collected as Diesel's boxed queries collect them.
pub struct Terms<'q, DB> {
    filter: Option<Fragment<'q, DB>>,
    order: Vec<Fragment<'q, DB>>,
}

impl<'q, DB: Database> Terms<'q, DB> {
    pub(super) fn new() -> Self {
        Terms { filter: None, order: Vec::new() }
    }

    /// ` AND (…)`, or nothing.
    pub(super) fn write_and_filter<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        write_and(self.filter.as_ref(), out)
    }

    /// The filter, and the order.
    pub(super) fn into_parts(self) -> (Option<Fragment<'q, DB>>, Vec<Fragment<'q, DB>>) {
        (self.filter, self.order)
    }

    /// `posts.title DESC, `, to be followed by what decides between equals.
    pub(super) fn write_order<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for order in &self.order {
            order.walk_ast(out.reborrow())?;
            out.push_sql(", ");
        }
        Ok(())
    }
}

/// ` AND (…)`, or nothing.
pub(super) fn write_and<'b, DB: Backend>(
    filter: Option<&'b Fragment<'_, DB>>,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let Some(filter) = filter else { return Ok(()) };
    // Raw SQL may be an `OR`.
    out.push_sql(" AND (");
    filter.walk_ast(out.reborrow())?;
    out.push_sql(")");
    Ok(())
}

impl<'q, DB, P> FilterDsl<P> for Terms<'q, DB>
where
    DB: Database,
    P: Expression<SqlType: BoolOrNullableBool> + NonAggregate + QueryFragment<DB> + Send + 'q,
{
    type Output = Self;

    fn filter(mut self, predicate: P) -> Self {
        self.filter = Some(match self.filter {
            Some(filter) => Box::new(Both(filter, " AND ", predicate)),
            None => Box::new(predicate),
        });
        self
    }
}

impl<'q, DB, P> OrFilterDsl<P> for Terms<'q, DB>
where
    DB: Database,
    P: Expression<SqlType: BoolOrNullableBool> + NonAggregate + QueryFragment<DB> + Send + 'q,
{
    type Output = Self;

    fn or_filter(mut self, predicate: P) -> Self {
        self.filter = Some(match self.filter {
            Some(filter) => Box::new(Both(filter, " OR ", predicate)),
            None => Box::new(predicate),
        });
        self
    }
}

impl<'q, DB, O> OrderDsl<O> for Terms<'q, DB>
where
    DB: Database,
    O: Expression + QueryFragment<DB> + Send + 'q,
{
    type Output = Self;

    fn order(mut self, order: O) -> Self {
        self.order = vec![Box::new(order)];
        self
    }
}

impl<'q, DB, O> ThenOrderDsl<O> for Terms<'q, DB>
where
    DB: Database,
    O: Expression + QueryFragment<DB> + Send + 'q,
{
    type Output = Self;

    fn then_order_by(mut self, order: O) -> Self {
        self.order.push(Box::new(order));
        self
    }
}

/// Two predicates and what stands between them, as Diesel writes them.
struct Both<'q, DB, P>(Fragment<'q, DB>, &'static str, P);

impl<DB: Database, P: QueryFragment<DB>> QueryFragment<DB> for Both<'_, DB, P> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(self.1);
        self.2.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
