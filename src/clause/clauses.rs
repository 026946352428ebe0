//! The filters and orders of a plan and its relation, separate from the statement that they become
//! part of.

use crate::database::backend::{Database, binds};
use crate::model::key::WriteColumns;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// An expression that only needs to be written.
pub(crate) type Fragment<'q, DB> = Box<dyn QueryFragment<DB> + Send + 'q>;

/// A filter and an order, boxed: whatever they are, the statement has one type.
pub struct Clauses<'q, DB> {
    filter: Option<Fragment<'q, DB>>,
    order: Vec<Fragment<'q, DB>>,
}

impl<'q, DB: Database> Clauses<'q, DB> {
    pub(crate) fn new() -> Self {
        Clauses { filter: None, order: Vec::new() }
    }

    /// `… AND predicate`
    pub(crate) fn and(&mut self, predicate: impl QueryFragment<DB> + Send + 'q) {
        let predicate = Predicate(predicate);
        self.filter = Some(match self.filter.take() {
            Some(filter) => Box::new(AndThen(filter, predicate)),
            None => Box::new(predicate),
        });
    }

    /// `… OR predicate`
    pub(crate) fn or(&mut self, predicate: impl QueryFragment<DB> + Send + 'q) {
        let predicate = Predicate(predicate);
        self.filter = Some(match self.filter.take() {
            Some(filter) => Box::new(Or(filter, predicate)),
            None => Box::new(predicate),
        });
    }

    /// `ORDER BY order`, replacing any other.
    pub(crate) fn order_by(&mut self, order: impl QueryFragment<DB> + Send + 'q) {
        self.order.clear();
        self.then_order_by(order);
    }

    /// `ORDER BY …, order`
    pub(crate) fn then_order_by(&mut self, order: impl QueryFragment<DB> + Send + 'q) {
        self.order.push(Box::new(order));
    }

    /// ` AND (…)`, or nothing.
    pub(crate) fn write_and_filter<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        write_and(self.filter.as_ref(), out)
    }

    /// The number of binds in the filter, if there is an order.
    pub(crate) fn binds_before_order(&self) -> QueryResult<usize> {
        match &self.filter {
            Some(filter) if !self.order.is_empty() => binds::<DB, _>(filter),
            _ => Ok(0),
        }
    }

    /// The filter, and the order.
    pub(crate) fn into_parts(self) -> (Option<Fragment<'q, DB>>, Vec<Fragment<'q, DB>>) {
        (self.filter, self.order)
    }

    /// ` ORDER BY posts.title DESC`, or ` ORDER BY posts.user_id, posts.title DESC` with the columns of a
    /// key, in the table of a name; nothing without an order.
    pub(crate) fn write_order_by<'b>(
        &'b self,
        key: Option<(&'b impl WriteColumns<DB>, Option<&str>)>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let [order, others @ ..] = &self.order[..] else { return Ok(()) };
        out.push_sql(" ORDER BY ");
        if let Some((columns, table)) = key {
            columns.write(table, out.reborrow())?;
            out.push_sql(", ");
        }
        order.walk_ast(out.reborrow())?;
        for order in others {
            out.push_sql(", ");
            order.walk_ast(out.reborrow())?;
        }
        Ok(())
    }

    /// `posts.title DESC, `, to be followed by a tie-breaker.
    pub(crate) fn write_order<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for order in &self.order {
            order.walk_ast(out.reborrow())?;
            out.push_sql(", ");
        }
        Ok(())
    }
}

/// ` AND (…)`, or nothing.
pub(crate) fn write_and<'b, DB: Backend>(
    filter: Option<&'b Fragment<'_, DB>>,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let Some(filter) = filter else { return Ok(()) };
    out.push_sql(" AND ");
    filter.walk_ast(out)
}

/// `(predicate)`: raw SQL may be an `OR`.
struct Predicate<P>(P);

impl<DB: Backend, P: QueryFragment<DB>> QueryFragment<DB> for Predicate<P> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

/// `… AND (predicate)`
struct AndThen<'q, DB, P>(Fragment<'q, DB>, Predicate<P>);

impl<DB: Backend, P: QueryFragment<DB>> QueryFragment<DB> for AndThen<'_, DB, P> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" AND ");
        self.1.walk_ast(out)
    }
}

/// `(… OR (predicate))`
struct Or<'q, DB, P>(Fragment<'q, DB>, Predicate<P>);

impl<DB: Backend, P: QueryFragment<DB>> QueryFragment<DB> for Or<'_, DB, P> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" OR ");
        self.1.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
