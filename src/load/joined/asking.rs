//! The statement of a query with joined relations, and the result of its rows.

use crate::database::backend::Database;
use crate::fetch::collector::RowSink;
use crate::fetch::joined::roots::Roots;
use crate::fetch::joined::sides::{FinishSides, Joins, ReadSides, Sides};
use crate::fetch::joined::written::{Entire, Parts, Widen};
use crate::load::own_rows::Over;
use crate::load::statement_tree::Describe;
use crate::load::trace::Statements;
use crate::model::level::Level;
use crate::model::relation::{Relation, Target};
use crate::plan::joined::times::{Multiplies, Times};
use crate::plan::joined::{JoinClause, JoinedSlot};
use crate::undocumented::SelectStatementAccessor;
use diesel::QueryResult;
use diesel::query_builder::{AsQuery, QueryFragment};
use diesel::query_dsl::methods::LimitDsl;
use diesel::query_source::{Never, Once};
use diesel::row::Row;

/// A query for rows of `M` whose statement also returns those of relations, for the slots `E`.
pub trait Answered<DB: Database, M, E> {
    /// Collects the rows.
    type RowCollector: RowSink<DB> + Gathered<M, E>;
}

/// A statement, and what collects its rows.
pub(crate) type Asked<'q, Q, DB, A> = QueryResult<(Entire<'q, Q, DB>, A)>;

/// The same, when it is built.
// Separate, because rustc forgets lifetimes in what a future holds across an `await`.
pub trait Asks<'q, DB: Database, M, E>: Answered<DB, M, E> {
    /// The query with the joined relations.
    type Query: QueryFragment<DB>;
    /// The same with a limit.
    type Limited: QueryFragment<DB>;

    /// The statement for all rows, and what collects at most `most` of them.
    fn all(self, most: usize) -> Asked<'q, Self::Query, DB, Self::RowCollector>;
    /// The statement for one row.
    fn limited(self) -> Asked<'q, Self::Limited, DB, Self::RowCollector>;
}

/// Rows that were collected.
pub trait Gathered<M, E> {
    /// Links them to each other.
    fn level(self, edges: E) -> QueryResult<Level<'static, M, E>>;
}

impl<DB, M, E, Q, L> Answered<DB, M, E> for JoinClause<Q, L>
where
    M: 'static,
    DB: Database,
    L: ReadSides<DB, Sides: FinishSides<M, E>> + Multiplies<Times: Roots<DB, M>>,
{
    type RowCollector = RootRows<DB, M, Times<L>, L::Sides>;
}

impl<'q, DB, M, E, Q, L> Asks<'q, DB, M, E> for JoinClause<Q, L>
where
    M: 'static,
    DB: Database,
    Q: AsQuery<SqlType: Over<DB>> + Widen<'q, DB> + LimitDsl<Output: Widen<'q, DB>>,
    L: Joins<'q, DB, Sides: FinishSides<M, E>> + Multiplies,
    Times<L>: Roots<DB, M>,
    Times<L>: OrderedParts<DB, Q::Wide> + OrderedParts<DB, <Q::Output as Widen<'q, DB>>::Wide>,
{
    type Query = Q::Wide;
    type Limited = <Q::Output as Widen<'q, DB>>::Wide;

    fn all(self, most: usize) -> Asked<'q, Self::Query, DB, Self::RowCollector> {
        let whole = whole::<M, Times<L>, _, _, _>(self.query, self.joins, "")?;
        Ok((whole, RootRows::new(most)))
    }

    fn limited(self) -> Asked<'q, Self::Limited, DB, Self::RowCollector> {
        let query = self.query.limit(1);
        let whole = whole::<M, Times<L>, _, _, _>(query, self.joins, DB::AFTER_LIMIT)?;
        Ok((whole, RootRows::new(1)))
    }
}

fn whole<'q, M, T, DB, Q, L>(
    query: Q,
    joins: L,
    after_limit: &'static str,
) -> QueryResult<Entire<'q, Q::Wide, DB>>
where
    DB: Database,
    Q: Widen<'q, DB>,
    L: Joins<'q, DB>,
    T: Roots<DB, M> + OrderedParts<DB, Q::Wide>,
{
    let mut parts = Parts { columns: vec![T::columns()], pieces: Vec::new(), order: Vec::new() };
    joins.join(&mut parts);
    let query = query.widen(parts.columns, parts.pieces);
    let before_order = T::before_order(&query)?;
    Ok(Entire { query, before_order, order: parts.order, after_limit })
}

/// A query that can be followed by the order of a relation to many rows, if there is one.
pub trait OrderedParts<DB: Database, Q> {
    /// The SQL before that order.
    fn before_order(query: &Q) -> QueryResult<&'static str>;
}

impl<DB: Database, Q> OrderedParts<DB, Q> for Never {
    fn before_order(_: &Q) -> QueryResult<&'static str> {
        Ok("")
    }
}

impl<DB: Database, Q> OrderedParts<DB, Q> for Once
where
    Q: SelectStatementAccessor<Order: QueryFragment<DB>>,
{
    fn before_order(query: &Q) -> QueryResult<&'static str> {
        for backend in DB::backends() {
            if !query.order_clause().is_noop(&backend)? {
                return Ok(", ");
            }
        }
        Ok(" ORDER BY ")
    }
}

/// The rows of a statement: those of the query, and next to them those of the relations.
pub struct RootRows<DB: Database, M, T: Roots<DB, M>, S> {
    roots: T::Rows,
    sides: S,
    most: usize,
}

impl<DB: Database, M, T: Roots<DB, M>, S: Default> RootRows<DB, M, T, S> {
    fn new(most: usize) -> Self {
        let (roots, sides) = Default::default();
        RootRows { roots, sides, most }
    }
}

impl<DB: Database, M, T: Roots<DB, M>, S: Sides<DB>> RowSink<DB> for RootRows<DB, M, T, S> {
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        match T::place(&mut self.roots, row, self.most)? {
            Some(root) => self.sides.take(root, row, T::WIDTH),
            None => Ok(()),
        }
    }
}

impl<DB, M, E, T, S> Gathered<M, E> for RootRows<DB, M, T, S>
where
    M: 'static,
    DB: Database,
    T: Roots<DB, M>,
    S: FinishSides<M, E>,
{
    fn level(self, mut edges: E) -> QueryResult<Level<'static, M, E>> {
        let rows = T::into_rows(self.roots);
        self.sides.finish(&rows, &mut edges)?;
        Ok(Level::owned(rows, edges))
    }
}

impl<R: Relation, E, X> JoinedSlot<R, E, X> {
    /// The rows, for the relations beneath that are loaded by their own statements.
    pub(crate) fn arrive(&mut self) -> Vec<Target<R>> {
        let rows = std::mem::take(&mut self.rows);
        Statements::start().answered(R::NAME, rows.len());
        rows
    }
}

#[diagnostic::do_not_recommend]
impl<'q, DB, M, E, Q, L> Describe<'q, DB, M, E> for JoinClause<Q, L>
where
    DB: Database,
    Self: Asks<'q, DB, M, E>,
{
    type Told = Entire<'q, <Self as Asks<'q, DB, M, E>>::Query, DB>;

    fn told(self) -> QueryResult<Self::Told> {
        Ok(self.all(usize::MAX)?.0)
    }
}
