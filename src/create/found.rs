//! The rows that a statement inserted, found again by their keys: MariaDB and MySQL do not return them.

use crate::create::batch::{Batch, InsertRows};
use crate::create::generated::Generated;
use crate::database::backend::Database;
use crate::database::selection::{Readable, Selection};
use crate::model::key::names::ColumnNames;
use crate::model::key::{KeyColumns, WriteColumns};
use crate::model::relation::PrimaryKey;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::TypeMetadata;

/// Where the key of a new row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyOf {
    /// The database, unless it has no default for it.
    Database,
    /// The row itself.
    Row,
    /// An expression of the row, or both.
    Both,
}

/// A new row as Diesel writes it: its columns, and whether each of them is a bind.
///
/// The types of a row do not say that: a field of it may be an `Option`.
struct Columns<'t> {
    names: Vec<&'t str>,
    binds: Vec<bool>,
}

impl<'t> Columns<'t> {
    /// Reads `(title, user_id) VALUES (?, DEFAULT)`, unless it has other values.
    fn of(row: &'t str) -> Option<Self> {
        let (names, values) = row.strip_prefix('(')?.strip_suffix(')')?.split_once(") VALUES (")?;
        let names: Vec<_> = names.split(", ").map(|name| name.trim_matches(['`', '"'])).collect();
        let bind = |value| match value {
            "?" => Some(true),
            "DEFAULT" => Some(false),
            _ => None,
        };
        let binds: Vec<bool> = values.split(", ").map(bind).collect::<Option<_>>()?;
        (names.len() == binds.len()).then_some(Columns { names, binds })
    }

    /// The place of a column that has a bind.
    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().zip(&self.binds).position(|(it, bind)| *it == name && *bind)
    }
}

/// Where the key `C` of a row comes from, which Diesel writes like this.
pub(crate) fn key_of<C: ColumnNames>(row: &str) -> KeyOf {
    let mut columns = (0..C::LEN).map(C::name);
    let Some(known) = Columns::of(row) else {
        let names = row.split_once(") VALUES (").map_or("", |(names, _)| names);
        let has = |name: &str| names.split(['`', '"']).any(|it| it == name);
        return if columns.any(has) { KeyOf::Both } else { KeyOf::Database };
    };
    match columns.filter(|name| known.place(name).is_some()).count() {
        0 if C::LEN == 1 => KeyOf::Database,
        given if given == C::LEN => KeyOf::Row,
        _ => KeyOf::Both,
    }
}

/// The rows that a statement inserted.
#[allow(missing_debug_implementations)]
pub enum Found<DB: Database, M: Readable<DB>, V> {
    /// Those with the keys that the database generated.
    Generated(Generated<DB, M>),
    /// Those with keys of their own.
    Given(Given<DB, M, V>),
}

/// Rows with keys of their own, in the order in which they were given.
///
/// ```sql
/// SELECT books.isbn, books.title
/// FROM (SELECT 0 AS n, ? AS c0, ? AS c1 UNION ALL SELECT 1, ?, ?) AS `conjoin:rows`
/// STRAIGHT_JOIN books ON books.isbn = `conjoin:rows`.c0 ORDER BY `conjoin:rows`.n
/// ```
#[allow(missing_debug_implementations)]
pub struct Given<DB: Database, M: Readable<DB>, V> {
    pub(super) columns: Selection<M, DB>,
    pub(super) table: M::Table,
    pub(super) key: PrimaryKey<M>,
    pub(super) rows: Batch<V, M::Table>,
}

const ROWS: &str = "conjoin:rows";

impl<DB, M, V> Given<DB, M, V>
where
    DB: InsertRows<V, M::Table>,
    M: Readable<DB, Table: QueryFragment<DB>, PrimaryKey: WriteColumns<DB> + ColumnNames>,
{
    /// `SELECT 0 AS n, ? AS c0, ? AS c1 UNION ALL SELECT 1, ?, ?`
    fn write_rows(&self, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        for (number, row) in self.rows.values.iter().enumerate() {
            let row = DB::text_of(row)?;
            let Some(columns) = Columns::of(&row) else { continue };
            out.push_sql(if number > 0 { " UNION ALL SELECT " } else { "SELECT " });
            out.push_sql(&number.to_string());
            out.push_sql(if number > 0 { "" } else { " AS n" });
            for (place, bind) in columns.binds.into_iter().enumerate() {
                out.push_sql(if bind { ", ?" } else { ", NULL" });
                out.push_sql(&if number > 0 { String::new() } else { format!(" AS c{place}") });
            }
        }
        Ok(())
    }

    /// `books.isbn = rows.c0`
    fn write_condition<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Some(first) = self.rows.values.first() else { return Ok(()) };
        let row = DB::text_of(first)?;
        let Some(columns) = Columns::of(&row) else { return Ok(()) };
        for column in 0..PrimaryKey::<M>::LEN {
            let place = columns.place(PrimaryKey::<M>::name(column)).unwrap_or_default();
            out.push_sql(if column > 0 { " AND " } else { "" });
            self.key.write_column(column, None, out.reborrow())?;
            out.push_sql(" = ");
            out.push_identifier(ROWS)?;
            out.push_sql(&format!(".c{place}"));
        }
        Ok(())
    }
}

impl<DB, M, V> QueryFragment<DB> for Found<DB, M, V>
where
    V: QueryFragment<DB>,
    DB: InsertRows<V, M::Table>,
    M: Readable<DB, Table: QueryFragment<DB>, PrimaryKey: WriteColumns<DB> + ColumnNames>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let given = match self {
            Found::Generated(rows) => return rows.walk_ast(out),
            Found::Given(rows) => rows,
        };
        out.unsafe_to_cache_prepared();
        out.push_sql("SELECT ");
        given.columns.walk_ast(out.reborrow())?;
        out.push_sql(" FROM (");
        given.write_rows(&mut out)?;
        out.push_sql(") AS ");
        out.push_identifier(ROWS)?;
        out.push_sql(" STRAIGHT_JOIN ");
        given.table.walk_ast(out.reborrow())?;
        out.push_sql(" ON ");
        given.write_condition(out.reborrow())?;
        out.push_sql(" ORDER BY ");
        out.push_identifier(ROWS)?;
        out.push_sql(".n");
        Ok(())
    }

    /// Those of the rows: Diesel has no way to write a single value of a row.
    fn collect_binds<'b>(
        &'b self,
        binds: &mut <DB as Backend>::BindCollector<'b>,
        lookup: &mut <DB as TypeMetadata>::MetadataLookup,
        backend: &'b DB,
    ) -> QueryResult<()> {
        let Found::Given(given) = self else { return Ok(()) };
        given.rows.values.iter().try_for_each(|row| row.collect_binds(binds, lookup, backend))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    diesel::table! { books (isbn) { isbn -> Text, title -> Text, } }

    #[test]
    fn a_key_is_given_by_a_bind() {
        let key = key_of::<books::isbn>;
        assert_eq!(key("(`title`, `isbn`) VALUES (?, ?)"), KeyOf::Row);
        assert_eq!(key("(`title`, `isbn`) VALUES (?, DEFAULT)"), KeyOf::Database);
        assert_eq!(key("(`title`) VALUES (?)"), KeyOf::Database);
        assert_eq!(key("(`title`) VALUES (concat(?, ', '))"), KeyOf::Database);
        assert_eq!(key("(`title`, `isbn`) VALUES (?, concat(?, ', '))"), KeyOf::Both);
        assert_eq!(key("DEFAULT VALUES"), KeyOf::Database);
    }

    #[test]
    fn of_several_columns_all_have_to_be_given() {
        use crate::model::key::Composite;
        let key = key_of::<Composite<(books::isbn, books::title)>>;
        assert_eq!(key("(`title`, `isbn`) VALUES (?, ?)"), KeyOf::Row);
        assert_eq!(key("(`title`, `isbn`) VALUES (?, DEFAULT)"), KeyOf::Both);
        assert_eq!(key("(`year`) VALUES (?)"), KeyOf::Both);
    }
}
