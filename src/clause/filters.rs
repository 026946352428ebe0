//! A plan's filters as one condition, for subqueries.

use crate::clause::filter_order::{Everything, Filtered, OrFiltered};
use crate::model::key::WriteColumns;
use crate::model::relation::{Extent, Part, Whole};
use crate::route::Route;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// Filters without an order.
#[diagnostic::on_unimplemented(
    message = "a condition or an aggregate takes no order",
    label = "remove `.order_by(…)`: it decides nothing here"
)]
pub trait Condition: Sized {
    /// The filters. If they are rejected, this resolves to nothing, so that rustc reports no
    /// further errors.
    type Checked;
    /// Whether there are any.
    const SET: bool;
    /// How much of a relation they let through.
    type Extent: Extent;
    /// The filters.
    fn checked(self) -> Self::Checked;
}

#[diagnostic::do_not_recommend]
impl Condition for Everything {
    type Checked = Self;
    const SET: bool = false;
    type Extent = Whole;

    fn checked(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<N: Condition, P> Condition for Filtered<N, P> {
    type Checked = Self;
    const SET: bool = true;
    type Extent = Part;

    fn checked(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<N: Condition, P> Condition for OrFiltered<N, P> {
    type Checked = Self;
    const SET: bool = true;
    type Extent = Part;

    fn checked(self) -> Self {
        self
    }
}

/// Writes filters.
pub trait WriteCondition<DB: Backend>: Condition {
    /// Whether it compares the key of the related row, which `W` holds in its links, and nothing else.
    fn is_link<W: Route>() -> bool {
        false
    }

    /// `(…) AND (…)`, if there are any.
    fn write<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;

    /// ` AND …`, or nothing.
    fn write_and<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if Self::SET {
            out.push_sql(" AND ");
        }
        self.write(out)
    }

    /// The comparison of the key with other columns that hold it.
    fn write_on<'b>(
        &'b self,
        columns: &'b impl WriteColumns<DB>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let _ = columns;
        self.write(out)
    }
}

impl<DB: Backend> WriteCondition<DB> for Everything {
    fn write<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<N, P, DB> WriteCondition<DB> for Filtered<N, P>
where
    N: WriteCondition<DB>,
    P: QueryFragment<DB>,
    DB: Backend,
{
    fn write<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.write(out.reborrow())?;
        out.push_sql(if N::SET { " AND (" } else { "(" });
        self.1.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

impl<N, P, DB> WriteCondition<DB> for OrFiltered<N, P>
where
    N: WriteCondition<DB>,
    P: QueryFragment<DB>,
    DB: Backend,
{
    fn write<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.write(out.reborrow())?;
        out.push_sql(if N::SET { " OR (" } else { "(" });
        self.1.walk_ast(out.reborrow())?;
        out.push_sql("))");
        Ok(())
    }
}
