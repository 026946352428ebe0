use crate::from::SourceTable;
use crate::key::{KeyColumns, Nullability, WriteColumns};
use crate::load::Reached;
use crate::relation::{KeysOf, Relation, Target};
use crate::route::{Names, Route, Step, parentheses};
use crate::stated::WriteAnd;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{AppearsInFromClause, Once};
use diesel::sql_types::Bool;

type KeyOf<R> = <KeysOf<R> as Step>::Source;
type RouteOf<R> = <KeysOf<R> as Step>::Route;

/// How many related rows satisfy a condition: what [`any`](super::RelationExpressionMethods::any)
/// and the methods beside it return, a `Bool`.
///
/// Not `EXISTS`: SQLite asks that anew for each row, and takes 3.5 times as long for all users with
/// a post of some title. So the parents' keys are compared with a list that is made once.
#[allow(missing_debug_implementations)]
pub struct Matches<R: Relation<Keys: Step>, P> {
    quantity: Quantity,
    key: KeyOf<R>,
    rows: Reached<Target<R>, RouteOf<R>>,
    predicate: P,
    filter: R::Filter,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Quantity {
    Some,
    None,
    All,
}

impl<R: Relation<Keys: Step, Filter: Default>, P> Matches<R, P> {
    pub(super) fn new(quantity: Quantity, predicate: P) -> Self {
        let (key, filter) = Default::default();
        Matches { quantity, key, rows: Reached::new(), predicate, filter }
    }
}

impl<R: Relation<Keys: Step>, P> Expression for Matches<R, P> {
    type SqlType = Bool;
}

impl<R: Relation<Keys: Step>, P> ValidGrouping<()> for Matches<R, P> {
    type IsAggregate = is_aggregate::No;
}

impl<R, P, QS> AppearsOnTable<QS> for Matches<R, P>
where
    R: Relation<Keys: Step>,
    QS: AppearsInFromClause<SourceTable<R>, Count = Once>,
{
}

impl<R, P, QS> SelectableExpression<QS> for Matches<R, P>
where
    R: Relation<Keys: Step>,
    Self: AppearsOnTable<QS>,
{
}

impl<R: Relation<Keys: Step>, P> QueryId for Matches<R, P> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<R, P, DB> QueryFragment<DB> for Matches<R, P>
where
    R: Relation<Keys: Step, Filter: WriteAnd<DB>>,
    KeyOf<R>: WriteColumns<DB>,
    RouteOf<R>: Route<Near: WriteColumns<DB>>,
    Reached<Target<R>, RouteOf<R>>: QueryFragment<DB>,
    P: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match self.quantity {
            Quantity::Some => self.write_among(out),
            Quantity::None | Quantity::All => {
                out.push_sql("NOT (");
                self.write_among(out.reborrow())?;
                out.push_sql(")");
                Ok(())
            }
        }
    }
}

impl<R: Relation<Keys: Step>, P> Matches<R, P> {
    /// `users.id IN (SELECT posts.user_id FROM posts WHERE …)`, never `NULL`.
    fn write_among<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        R: Relation<Filter: WriteAnd<DB>>,
        KeyOf<R>: WriteColumns<DB>,
        RouteOf<R>: Route<Near: WriteColumns<DB>>,
        Reached<Target<R>, RouteOf<R>>: QueryFragment<DB>,
        P: QueryFragment<DB>,
        DB: Backend,
    {
        let nullable = <KeyOf<R> as KeyColumns>::Nullability::NULLABLE;
        if nullable {
            out.push_sql("(");
            write_none_null(&self.key, None, &mut out)?;
        }
        parentheses::<KeyOf<R>, _>(&mut out, |out| self.key.write(None, out))?;
        out.push_sql(" IN (SELECT ");
        self.write_related(&mut out)?;
        out.push_sql(if nullable { "))" } else { ")" });
        Ok(())
    }

    /// `posts.user_id FROM posts WHERE …`
    fn write_related<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        R: Relation<Filter: WriteAnd<DB>>,
        RouteOf<R>: Route<Near: WriteColumns<DB>>,
        Reached<Target<R>, RouteOf<R>>: QueryFragment<DB>,
        P: QueryFragment<DB>,
        DB: Backend,
    {
        let names = Names::of::<Target<R>, RouteOf<R>>();
        let table = names.name(RouteOf::<R>::near_place(0, 1));
        let near = self.rows.near();
        near.write(table.as_deref(), out.reborrow())?;
        out.push_sql(" FROM ");
        self.rows.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        // Also where the schema says NOT NULL: SQLite lets `NULL` into primary keys, as those of an
        // association table are, and a single one would make `NOT IN` unknown.
        write_none_null(near, table.as_deref(), out)?;
        out.push_sql("(");
        self.predicate.walk_ast(out.reborrow())?;
        out.push_sql(if let Quantity::All = self.quantity { ") IS NOT TRUE" } else { ")" });
        self.filter.write_and(out.reborrow())
    }
}

/// `column IS NOT NULL AND `, for each column.
fn write_none_null<'b, DB: Backend, C: WriteColumns<DB>>(
    columns: &'b C,
    table: Option<&str>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for place in 0..C::LEN {
        columns.write_column(place, table, out.reborrow())?;
        out.push_sql(" IS NOT NULL AND ");
    }
    Ok(())
}
