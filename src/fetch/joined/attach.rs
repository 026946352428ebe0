//! How the keys of a relation join its tables to a statement.

use crate::clause::clauses::{Clauses, Fragment, write_and};
use crate::clause::declared::DefaultClauses;
use crate::database::backend::Database;
use crate::fetch::joined::written::Piece;
use crate::model::key::{Association, Pair, Path, WriteColumns, write_equal};
use crate::model::relation::{Relation, TableOf};
use diesel::QueryResult;
use diesel::associations::HasTable;
use diesel::query_builder::{AstPass, QueryFragment};

/// Keys by which the tables of the relation `R` are joined.
pub trait Attach<'q, DB: Database, R> {
    /// Adds the tables, and the filter to what the last one is joined on.
    ///
    /// An association table is joined separately, not as a pair with its target as Diesel would do
    /// it: the rows of the query are kept either way, and SQLite reads a whole pair before it joins
    /// it.
    fn attach(filter: Option<Fragment<'q, DB>>, pieces: &mut Vec<Piece<'q, DB>>);
}

impl<'q, DB, R, K> Attach<'q, DB, R> for K
where
    DB: Database,
    R: Relation,
    TableOf<R>: QueryFragment<DB> + Send,
    K: Pair<Source: WriteColumns<DB>, Target: WriteColumns<DB>>,
{
    fn attach(filter: Option<Fragment<'q, DB>>, pieces: &mut Vec<Piece<'q, DB>>) {
        pieces.push(piece::<TableOf<R>, K::Target, K::Source, DB>(filter));
    }
}

impl<'q, DB, R, Through, S, Near, Far, T> Attach<'q, DB, R>
    for Association<Through, S, Near, Far, T>
where
    DB: Database,
    R: Relation,
    TableOf<R>: QueryFragment<DB> + Send,
    Through: HasTable<Table = Through> + QueryFragment<DB> + Send + 'static,
    S: WriteColumns<DB>,
    Near: WriteColumns<DB>,
    Far: WriteColumns<DB>,
    T: WriteColumns<DB>,
{
    fn attach(filter: Option<Fragment<'q, DB>>, pieces: &mut Vec<Piece<'q, DB>>) {
        pieces.push(piece::<Through, Near, S, DB>(None));
        pieces.push(piece::<TableOf<R>, T, Far, DB>(filter));
    }
}

impl<'q, DB, R, First, Rest> Attach<'q, DB, R> for Path<First, Rest>
where
    DB: Database,
    First: Relation<Keys: Attach<'q, DB, First>, Filter: DefaultClauses<'q, DB>>,
    Rest: Attach<'q, DB, R>,
{
    fn attach(filter: Option<Fragment<'q, DB>>, pieces: &mut Vec<Piece<'q, DB>>) {
        let mut own = Clauses::new();
        First::Filter::default_clauses(&mut own);
        First::Keys::attach(own.into_parts().0, pieces);
        Rest::attach(filter, pieces);
    }
}

/// The table, joined where its columns `A` equal the columns `B`.
fn piece<Table, A, B, DB>(filter: Option<Fragment<'_, DB>>) -> Piece<'_, DB>
where
    DB: Database,
    Table: HasTable<Table = Table> + QueryFragment<DB> + Send + 'static,
    A: WriteColumns<DB>,
    B: WriteColumns<DB>,
{
    let on = Equal { a: A::default(), b: B::default(), filter };
    Piece { table: Box::new(Table::table()), on: Box::new(on) }
}

/// `users.id = posts.user_id AND (…)`
struct Equal<'q, A, B, DB> {
    a: A,
    b: B,
    filter: Option<Fragment<'q, DB>>,
}

impl<A, B, DB> QueryFragment<DB> for Equal<'_, A, B, DB>
where
    A: WriteColumns<DB>,
    B: WriteColumns<DB>,
    DB: Database,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        write_equal((&self.a, None), (&self.b, None), out.reborrow())?;
        write_and(self.filter.as_ref(), out)
    }
}
