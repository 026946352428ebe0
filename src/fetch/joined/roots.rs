//! The rows of the query itself: one for each row of the statement, or distinguished by their
//! primary key.

use crate::clause::clauses::Fragment;
use crate::database::backend::Database;
use crate::database::keys::Index;
use crate::database::selection::{Readable, Selection};
use crate::fetch::collector::read;
use crate::model::error::index;
use crate::model::key::{Key, KeyColumns, KeySqlType, Keyed, WriteColumns};
use crate::model::relation::{Model, PrimaryKey};
use diesel::QueryResult;
use diesel::deserialize::{FromSqlRow, StaticallySizedRow};
use diesel::dsl::SqlTypeOf;
use diesel::prelude::Selectable;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::query_source::{Never, Once};
use diesel::result::Error::DeserializationError;
use diesel::row::{Field, Row};

/// A model whose columns can be next to others in a row.
pub trait Counted<DB: Database>:
    Readable<DB> + StaticallySizedRow<SqlTypeOf<<Self as Selectable<DB>>::SelectExpression>, DB>
{
}

impl<M, DB> Counted<DB> for M
where
    DB: Database,
    M: Readable<DB> + StaticallySizedRow<SqlTypeOf<<M as Selectable<DB>>::SelectExpression>, DB>,
{
}

/// A model whose rows are distinguished by their primary key, which is selected before their
/// columns: a known row is not read again.
pub trait Identified<DB: Database>: Counted<DB> {
    /// The Rust type of the key.
    type Identity: Key;
    /// The number of columns of the key.
    const KEY_WIDTH: usize;
    /// The number of columns of the key and the row.
    const WIDTH: usize;

    /// The columns of the key and the row.
    fn columns() -> Fragment<'static, DB>;
    /// The key in a row whose columns begin at `at`.
    fn identity<'r>(row: &impl Row<'r, DB>, at: usize) -> QueryResult<Self::Identity>;
}

impl<M, DB> Identified<DB> for M
where
    DB: Database,
    M: Counted<DB> + Model<PrimaryKey: WriteColumns<DB>>,
    M: Keyed<PrimaryKey<M>, Key: FromSqlRow<KeySqlType<PrimaryKey<M>>, DB>>,
    Selection<M, DB>: Send,
{
    type Identity = <M as Keyed<PrimaryKey<M>>>::Key;
    const KEY_WIDTH: usize = <PrimaryKey<M> as KeyColumns>::LEN;
    const WIDTH: usize = Self::KEY_WIDTH + M::FIELD_COUNT;

    fn columns() -> Fragment<'static, DB> {
        let (identity, columns) = Default::default();
        Box::new(KnownRoots::<M, DB> { identity, columns })
    }

    fn identity<'r>(row: &impl Row<'r, DB>, at: usize) -> QueryResult<Self::Identity> {
        read::<Self::Identity, KeySqlType<PrimaryKey<M>>, DB>(row, at..at + Self::KEY_WIDTH)
    }
}

/// `users.id, users.id, users.username`
struct KnownRoots<M: Readable<DB>, DB: Database> {
    identity: PrimaryKey<M>,
    columns: Selection<M, DB>,
}

impl<M, DB> QueryFragment<DB> for KnownRoots<M, DB>
where
    DB: Database,
    M: Readable<DB, PrimaryKey: WriteColumns<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.identity.write(None, out.reborrow())?;
        out.push_sql(", ");
        self.columns.walk_ast(out)
    }
}

/// Rows, each stored once.
pub struct DistinctRoots<M, K> {
    index: Index<K>,
    known: Vec<K>,
    pub(crate) rows: Vec<M>,
    /// The index of the previous row, which is often that of the next.
    before: u32,
}

impl<M, K: Key> Default for DistinctRoots<M, K> {
    fn default() -> Self {
        let (known, rows) = Default::default();
        DistinctRoots { index: Index::with_capacity(0), known, rows, before: 0 }
    }
}

impl<M, K: Key> DistinctRoots<M, K> {
    /// Whether a row with this key is among them.
    fn knows(&self, identity: &K) -> bool {
        self.index.find(identity, &self.known).is_some()
    }

    /// The index of the row whose columns begin at `at`; the row is read if it is new.
    pub(crate) fn place<'r, DB>(&mut self, row: &impl Row<'r, DB>, at: usize) -> QueryResult<u32>
    where
        DB: Database,
        M: Identified<DB, Identity = K>,
    {
        let identity = M::identity(row, at)?;
        if self.known.get(self.before as usize) == Some(&identity) {
            return Ok(self.before);
        }
        let next = index(self.rows.len())?;
        let place = self.index.find_or_insert(&identity, &self.known, next);
        if place == next {
            self.rows.push(build(row, at + M::KEY_WIDTH)?);
            self.known.push(identity);
        }
        self.before = place;
        Ok(place)
    }
}

/// The row whose columns begin at `at`.
fn build<'r, DB: Database, M: Counted<DB>>(row: &impl Row<'r, DB>, at: usize) -> QueryResult<M> {
    M::build_from_row(&row.partial_row(at..at + M::FIELD_COUNT)).map_err(DeserializationError)
}

/// Whether nothing was joined: the column at `at` belongs to a primary key.
pub(crate) fn is_missing<'r, DB: Database>(row: &impl Row<'r, DB>, at: usize) -> bool {
    row.get(at).is_none_or(|field| field.is_null())
}

/// How the rows of the query itself are found in those of the statement, by how many joined relations
/// lead to many rows.
pub trait Roots<DB: Database, M> {
    /// The rows so far.
    type Rows: Default;
    /// The number of their columns.
    const WIDTH: usize;

    /// The columns.
    fn columns() -> Fragment<'static, DB>;
    /// The index of a row; `None` if there are `most` already and this is another one.
    fn place<'r>(
        rows: &mut Self::Rows,
        row: &impl Row<'r, DB>,
        most: usize,
    ) -> QueryResult<Option<u32>>;
    /// The rows.
    fn into_rows(rows: Self::Rows) -> Vec<M>;
}

impl<DB, M> Roots<DB, M> for Never
where
    DB: Database,
    M: Counted<DB>,
    Selection<M, DB>: Send,
{
    type Rows = Vec<M>;
    const WIDTH: usize = M::FIELD_COUNT;

    fn columns() -> Fragment<'static, DB> {
        Box::new(Selection::<M, DB>::default())
    }

    fn place<'r>(
        rows: &mut Vec<M>,
        row: &impl Row<'r, DB>,
        most: usize,
    ) -> QueryResult<Option<u32>> {
        if rows.len() == most {
            return Ok(None);
        }
        let place = index(rows.len())?;
        rows.push(build(row, 0)?);
        Ok(Some(place))
    }

    fn into_rows(rows: Vec<M>) -> Vec<M> {
        rows
    }
}

impl<DB: Database, M: Identified<DB>> Roots<DB, M> for Once {
    type Rows = DistinctRoots<M, M::Identity>;
    const WIDTH: usize = M::WIDTH;

    fn columns() -> Fragment<'static, DB> {
        M::columns()
    }

    fn place<'r>(
        rows: &mut Self::Rows,
        row: &impl Row<'r, DB>,
        most: usize,
    ) -> QueryResult<Option<u32>> {
        if rows.rows.len() == most && !rows.knows(&M::identity(row, 0)?) {
            return Ok(None);
        }
        rows.place(row, 0).map(Some)
    }

    fn into_rows(rows: Self::Rows) -> Vec<M> {
        rows.rows
    }
}
