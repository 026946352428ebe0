//! The statements that insert new rows.

use crate::create::found::{Found, Given, KeyOf, key_of};
use crate::create::generated::Generated;
use crate::database::backend::Database;
#[cfg(any(feature = "postgres_backend", feature = "mysql_backend"))]
use crate::database::backend::{binds, text};
use crate::database::selection::{Readable, Selection};
use crate::model::key::WriteColumns;
use crate::model::key::names::ColumnNames;
use crate::model::relation::PrimaryKey;
use crate::undocumented::BatchInsert;
use crate::write::once::twice_among;
use diesel::associations::HasTable;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{Insertable, QueryResult};

/// Several rows of Diesel's for the table `T`.
pub type Batch<V, T> = BatchInsert<Vec<V>, T, (), false>;

/// A new row of the table `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be inserted into `{T}`",
    label = "expected a new row of this table, without the foreign keys that are filled in",
    note = "derive `Insertable` for the table, or pass a tuple of `column.eq(…)`; pass a reference unless \
            the row has fields with `serialize_as`"
)]
pub trait NewRow<T>: Sized {
    /// Its values.
    type Values;
    /// Several of them.
    fn batch(rows: Vec<Self>) -> Batch<Self::Values, T>;
}

#[diagnostic::do_not_recommend]
impl<N, T, V> NewRow<T> for N
where
    Vec<N>: Insertable<T, Values = Batch<V, T>>,
{
    type Values = V;
    fn batch(rows: Vec<N>) -> Batch<V, T> {
        rows.values()
    }
}

/// A database that rows with the values `V` can be inserted into.
pub trait InsertRows<V, T>: Database {
    /// How many rows one statement can insert.
    const ROWS: usize;
    /// `(title, user_id) VALUES (?, ?), (?, ?)`
    fn write_rows<'b>(rows: &'b Batch<V, T>, out: AstPass<'_, 'b, Self>) -> QueryResult<()>;
    /// The number of binds of a row.
    fn binds_of(values: &V) -> QueryResult<usize>;
    /// A row as text.
    fn text_of(values: &V) -> QueryResult<String>;
}

/// Diesel's statement for several rows.
#[allow(unused_macros)] // Without a database.
macro_rules! insert_together {
    ($backend:ty) => {
        impl<V, T> InsertRows<V, T> for $backend
        where
            V: QueryFragment<$backend>,
            Batch<V, T>: QueryFragment<$backend>,
        {
            const ROWS: usize = usize::MAX;

            fn write_rows<'b>(
                rows: &'b Batch<V, T>,
                out: AstPass<'_, 'b, Self>,
            ) -> QueryResult<()> {
                rows.walk_ast(out)
            }

            fn binds_of(values: &V) -> QueryResult<usize> {
                binds::<$backend, _>(values)
            }

            fn text_of(values: &V) -> QueryResult<String> {
                text::<$backend>(values)
            }
        }
    };
}

#[cfg(feature = "postgres_backend")]
insert_together!(diesel::pg::Pg);
#[cfg(feature = "mysql_backend")]
insert_together!(diesel::mysql::Mysql);

/// One row at a time: without a keyword for defaults, rows have different columns. SQLite also leaves open
/// in which order it returns several.
#[doc(hidden)]
#[macro_export]
macro_rules! __insert_one_by_one {
    ($backend:ty) => {
        const _: () = {
            use $crate::private::{AstPass, Batch, InsertRows, QueryFragment, QueryResult};
            impl<V: QueryFragment<$backend>, T> InsertRows<V, T> for $backend {
                const ROWS: usize = 1;

                fn write_rows<'b>(
                    rows: &'b Batch<V, T>,
                    mut out: AstPass<'_, 'b, Self>,
                ) -> QueryResult<()> {
                    rows.values.iter().try_for_each(|row| row.walk_ast(out.reborrow()))
                }

                fn binds_of(_: &V) -> QueryResult<usize> {
                    Ok(0)
                }

                fn text_of(values: &V) -> QueryResult<String> {
                    $crate::private::text::<$backend>(values)
                }
            }
        };
    };
}

#[cfg(feature = "sqlite")]
crate::__insert_one_by_one!(diesel::sqlite::Sqlite);

/// How the rows of a statement are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// They are not.
    Not,
    /// The statement returns them.
    Returned,
    /// They are found by their keys.
    Found,
}

/// New rows of the model `M` that a database can insert and return.
pub trait Creatable<DB: Database, M>: Sized {
    /// The statement.
    type Insert: QueryFragment<DB> + QueryId;
    /// The query for the rows that it inserted, if it does not return them.
    type Found: QueryFragment<DB>;
    /// The statements, as few as the database can have; an error if the rows, which `relation` leads to,
    /// have a column twice.
    fn inserts(
        relation: &'static str,
        rows: Vec<Self>,
        told: Told,
    ) -> QueryResult<Vec<Statement<Self::Insert>>>;
    /// The query for the rows of the statement that was executed last, if their keys are known.
    fn found(statement: Statement<Self::Insert>) -> Option<Self::Found>;
}

/// A statement and the number of rows it inserts.
#[derive(Debug)]
pub struct Statement<Q> {
    pub(crate) query: Q,
    pub(crate) rows: usize,
    /// Where their keys come from, if they are found by those.
    pub(crate) keys: KeyOf,
}

impl<DB, M, N> Creatable<DB, M> for N
where
    DB: InsertRows<N::Values, M::Table>,
    M: Readable<DB, Table: QueryFragment<DB>, PrimaryKey: WriteColumns<DB> + ColumnNames>,
    N: NewRow<M::Table, Values: QueryFragment<DB>>,
{
    type Insert = Insert<DB, M, N::Values>;
    type Found = Found<DB, M, N::Values>;

    fn found(Statement { query, rows, keys }: Statement<Self::Insert>) -> Option<Self::Found> {
        let Insert { table, rows: values, .. } = query;
        let (columns, key) = Default::default();
        match keys {
            KeyOf::Database => Some(Found::Generated(Generated::new(rows))),
            KeyOf::Row => Some(Found::Given(Given { columns, table, key, rows: values })),
            KeyOf::Both => None,
        }
    }

    fn inserts(
        relation: &'static str,
        rows: Vec<N>,
        told: Told,
    ) -> QueryResult<Vec<Statement<Self::Insert>>> {
        if let Some(twice) = twice_among::<N::Values>(relation) {
            return Err(twice.error());
        }
        let key = |row: &N::Values| match told {
            Told::Found => Ok(key_of::<PrimaryKey<M>>(&DB::text_of(row)?)),
            Told::Not | Told::Returned => QueryResult::Ok(KeyOf::Database),
        };
        let mut rows = N::batch(rows).values.into_iter().peekable();
        let mut statements = Vec::new();
        while let Some(first) = rows.next() {
            let mut room = DB::MAX_BINDS.saturating_sub(DB::binds_of(&first)?);
            let keys = key(&first)?;
            let mut batch = N::batch(Vec::new());
            batch.values.push(first);
            while let Some(row) = rows.peek() {
                let binds = DB::binds_of(row)?;
                if batch.values.len() == DB::ROWS || binds > room || key(row)? != keys {
                    break;
                }
                room -= binds;
                batch.values.extend(rows.next());
            }
            let rows = batch.values.len();
            statements.push(Statement { query: Insert::new(batch, told), rows, keys });
        }
        Ok(statements)
    }
}

/// ```sql
/// INSERT INTO posts (user_id, title) VALUES (?, ?) RETURNING posts.id, posts.title, posts.user_id
/// ```
#[allow(missing_debug_implementations)]
pub struct Insert<DB: Database, M: Readable<DB>, V> {
    table: M::Table,
    rows: Batch<V, M::Table>,
    returning: Option<Selection<M, DB>>,
}

impl<DB: Database, M: Readable<DB>, V> Insert<DB, M, V> {
    fn new(rows: Batch<V, M::Table>, told: Told) -> Self {
        let returning = (told == Told::Returned).then(Selection::default);
        Insert { table: M::Table::table(), rows, returning }
    }
}

impl<DB: Database, M: Readable<DB>, V> QueryId for Insert<DB, M, V> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB, M, V> QueryFragment<DB> for Insert<DB, M, V>
where
    DB: InsertRows<V, M::Table>,
    M: Readable<DB, Table: QueryFragment<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        self.table.walk_ast(out.reborrow())?;
        out.push_sql(" ");
        DB::write_rows(&self.rows, out.reborrow())?;
        let Some(columns) = &self.returning else { return Ok(()) };
        out.push_sql(" RETURNING ");
        columns.walk_ast(out)
    }
}
