//! The statement for some rows of each parent: a limited number, after an offset.

use crate::database::backend::Database;
use crate::database::dialect::FirstRows;
use crate::database::key_in::{Bind, KEYS};
use crate::database::keys::{KeyChunk, ParentKeys};
use crate::database::selection::Readable;
use crate::model::error::Error;
use crate::model::key::{KeyColumns, WriteColumns, len};
use crate::model::relation::PrimaryKey;
use crate::route::target_from::TargetFrom;
use crate::route::{WriteRoute, parentheses};
use crate::sql::derived::{write_as, write_column, write_columns};
use crate::sql::rows::{Beside, Rows};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::serialize::ToSql;
use diesel::sql_types::BigInt;
use std::marker::PhantomData;
use std::ops::Range;

/// The names of our derived tables in a statement.
const TOP: &str = "conjoin:top";
const RANKED: &str = "conjoin:ranked";

/// The column with a row's rank among those of its parent, counted from one.
const PLACE: &str = "conjoin:place";

/// How many rows of each parent to load, and how many to skip first.
#[derive(Debug, Clone, Copy)]
pub struct TopN {
    pub(crate) rows: i64,
    pub(crate) offset: i64,
}

impl TopN {
    /// Databases differ in what a negative number means to them.
    pub(crate) fn check(self, relation: &'static str) -> QueryResult<()> {
        match self.rows.min(self.offset) {
            rows @ ..0 => Err(Error::NegativeRows { relation, rows }.into()),
            _ => Ok(()),
        }
    }
}

/// Some rows of each parent, in the order of the clauses, and of their primary key where that is
/// equal.
pub struct TopNPerParent<'q, DB: Database, M: Readable<DB>, W, B, K> {
    rows: Rows<'q, DB, M, W>,
    keys: ParentKeys<K>,
    slice: TopN,
    end: i64,
    bound: PhantomData<fn() -> B>,
}

impl<'q, DB: Database, M: Readable<DB>, W, B, K> TopNPerParent<'q, DB, M, W, B, K> {
    pub(crate) fn new(rows: Rows<'q, DB, M, W>, keys: ParentKeys<K>, slice: TopN) -> Self {
        let end = slice.offset.saturating_add(slice.rows);
        TopNPerParent { rows, keys, slice, end, bound: PhantomData }
    }

    /// Limits the keys to a part of their list.
    pub(crate) fn limit(&mut self, range: Range<usize>) {
        self.keys.limit(range);
    }
}

impl<DB, M, W, B, K> QueryFragment<DB> for TopNPerParent<'_, DB, M, W, B, K>
where
    DB: Database,
    M: Readable<DB, PrimaryKey: WriteColumns<DB>>,
    M::Table: QueryFragment<DB>,
    W: WriteRoute<DB, Near: WriteColumns<DB>>,
    B: Bind<DB, K>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match (&self.keys, out.backend().dialect().first_rows) {
            // If a row may be reached in several ways, only ranking can count the rows.
            _ if W::TABLES > 0 => self.write_ranked(out),
            (ParentKeys::One(key), _) => self.write_of_one(key, out),
            (ParentKeys::Many(_), FirstRows::Correlated) if M::JOINS => self.write_ranked(out),
            (ParentKeys::Many(keys), FirstRows::Correlated) => {
                self.write_correlated(keys.chunk(), out)
            }
            (ParentKeys::Many(keys), FirstRows::Lateral) => self.write_lateral(keys.chunk(), out),
            (ParentKeys::Many(_), FirstRows::Ranked) => self.write_ranked(out),
        }
    }
}

/// The forms of the statement.
impl<DB, M, W, B, K> TopNPerParent<'_, DB, M, W, B, K>
where
    DB: Database,
    M: Readable<DB, PrimaryKey: WriteColumns<DB>>,
    M::Table: QueryFragment<DB>,
    W: WriteRoute<DB, Near: WriteColumns<DB>>,
    B: Bind<DB, K>,
    i64: ToSql<BigInt, DB>,
{
    fn table(&self) -> &M::Table {
        self.rows.from.parts().0
    }

    fn near(&self) -> &W::Near {
        self.rows.from.near()
    }

    /// ```sql
    /// SELECT … FROM posts WHERE posts.user_id = ? ORDER BY posts.title, posts.id LIMIT ?
    /// ```
    fn write_of_one<'b>(&'b self, key: &'b K, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.write_select(out.reborrow())?;
        self.rows.base().walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        B::write_key((self.near(), None), key, out.reborrow())?;
        self.write_first(out)
    }

    /// 1.5 to 2.4 times as fast as ranking on SQLite, for 1 000 users who have ten posts each:
    ///
    /// ```sql
    /// SELECT … FROM (VALUES (?), (?)) AS conjoin:keys CROSS JOIN posts
    /// WHERE posts.id IN (
    ///     SELECT posts.id FROM posts WHERE posts.user_id = conjoin:keys.column1
    ///     ORDER BY posts.title, posts.id LIMIT ?)
    /// AND (posts.user_id = conjoin:keys.column1) IS TRUE ORDER BY posts.title, posts.id
    /// ```
    ///
    /// A view may have rows of two parents under one primary key. Comparing the parent's key as a
    /// truth value keeps SQLite from searching all its rows for those of the list.
    fn write_correlated<'b>(
        &'b self,
        keys: KeyChunk<'b, K>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.write_select(out.reborrow())?;
        out.push_sql(" FROM ");
        B::write_rows(keys, out.reborrow())?;
        // SQLite takes this as an order: the keys first.
        out.push_sql(" CROSS JOIN ");
        self.table().walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        parentheses::<PrimaryKey<M>, _>(&mut out, |out| self.rows.identity.write(None, out))?;
        out.push_sql(" IN (SELECT ");
        self.rows.identity.write(None, out.reborrow())?;
        self.write_of_each_key(out.reborrow())?;
        out.push_sql(") AND (");
        write_equal(self.near(), KEYS, "column", &mut out)?;
        out.push_sql(") IS TRUE");
        if self.has_order() {
            out.push_sql(" ");
            self.write_order(out)?;
        }
        Ok(())
    }

    /// 1.5 times as fast as ranking on PostgreSQL, and 3 times with an index in the order of the
    /// rows:
    ///
    /// ```sql
    /// SELECT conjoin:top.* FROM unnest($1) AS conjoin:keys (column1)
    /// CROSS JOIN LATERAL (
    ///     SELECT …, ROW_NUMBER() OVER (ORDER BY posts.title, posts.id) AS conjoin:place
    ///     FROM posts WHERE posts.user_id = conjoin:keys.column1
    ///     ORDER BY posts.title, posts.id LIMIT $2) AS conjoin:top
    /// ORDER BY conjoin:top.conjoin:place
    /// ```
    fn write_lateral<'b>(
        &'b self,
        keys: KeyChunk<'b, K>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        out.push_sql("SELECT ");
        out.push_identifier(TOP)?;
        out.push_sql(".* FROM ");
        B::write_rows(keys, out.reborrow())?;
        out.push_sql(" CROSS JOIN LATERAL (");
        self.write_select(out.reborrow())?;
        if self.has_order() {
            out.push_sql(", ROW_NUMBER() OVER (");
            self.write_order(out.reborrow())?;
            out.push_sql(") AS ");
            out.push_identifier(PLACE)?;
        }
        self.write_of_each_key(out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier(TOP)?;
        self.write_order_by_place(out)
    }

    /// The form that every database supports:
    ///
    /// ```sql
    /// SELECT … FROM posts INNER JOIN (
    ///     SELECT posts.user_id AS near_1, posts.id AS key_1,
    ///         ROW_NUMBER() OVER (PARTITION BY posts.user_id ORDER BY posts.title, posts.id)
    ///         AS conjoin:place
    ///     FROM posts WHERE posts.user_id IN (?, ?)
    /// ) AS conjoin:top ON posts.id = conjoin:top.key_1 AND posts.user_id = conjoin:top.near_1
    /// WHERE conjoin:top.conjoin:place > ? AND conjoin:top.conjoin:place <= ?
    /// ORDER BY conjoin:top.conjoin:place
    /// ```
    fn write_ranked<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.write_select(out.reborrow())?;
        self.rows.base().walk_ast(out.reborrow())?;
        out.push_sql(" INNER JOIN (");
        match W::TABLES {
            0 => self.write_places(out.reborrow())?,
            _ => self.write_places_without_repeats(out.reborrow())?,
        }
        out.push_sql(") AS ");
        out.push_identifier(TOP)?;
        out.push_sql(" ON ");
        write_equal(&self.rows.identity, TOP, "key_", &mut out)?;
        if W::TABLES == 0 {
            out.push_sql(" AND ");
            write_equal(self.near(), TOP, "near_", &mut out)?;
        }
        out.push_sql(" WHERE ");
        write_column(Some(TOP), PLACE, &mut out)?;
        out.push_sql(" > ");
        out.push_bind_param::<BigInt, _>(&self.slice.offset)?;
        out.push_sql(" AND ");
        write_column(Some(TOP), PLACE, &mut out)?;
        out.push_sql(" <= ");
        out.push_bind_param::<BigInt, _>(&self.end)?;
        self.write_order_by_place(out)
    }

    /// The ranks of all rows of the keys.
    fn write_places<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let near_table = TargetFrom::<M, W>::near_table();
        let near = (self.near(), near_table.as_deref());
        out.push_sql("SELECT ");
        write_as(near, "near", &mut out)?;
        out.push_sql(", ");
        write_as((&self.rows.identity, None), "key", &mut out)?;
        out.push_sql(", ROW_NUMBER() OVER (PARTITION BY ");
        near.0.write(near.1, out.reborrow())?;
        out.push_sql(" ");
        self.write_order(out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier(PLACE)?;
        out.push_sql(" FROM ");
        self.rows.from.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        self.keys.write::<B, DB>(near, out.reborrow())?;
        self.rows.terms.write_and_filter(out)
    }

    /// The ranks of the rows, where each counts once, by the first of the ways that lead to it.
    fn write_places_without_repeats<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let (near, key) = (W::Near::LEN, PrimaryKey::<M>::LEN);
        let write_both = |out: &mut AstPass<'_, 'b, DB>| {
            write_columns(None, "near", near, out)?;
            out.push_sql(", ");
            write_columns(None, "key", key, out)
        };
        out.push_sql("SELECT ");
        write_both(&mut out)?;
        out.push_sql(", ROW_NUMBER() OVER (PARTITION BY ");
        write_columns(None, "near", near, &mut out)?;
        out.push_sql(" ORDER BY MIN(");
        out.push_identifier(PLACE)?;
        out.push_sql(")) AS ");
        out.push_identifier(PLACE)?;
        out.push_sql(" FROM (");
        self.write_places(out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier(RANKED)?;
        out.push_sql(" GROUP BY ");
        write_both(&mut out)
    }

    /// `SELECT posts.id, posts.title`
    fn write_select<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        if self.rows.beside != Beside::Nothing {
            match W::TABLES {
                0 => self.near().write(None, out.reborrow())?,
                _ => write_columns(Some(TOP), "near", W::Near::LEN, &mut out)?,
            }
            out.push_sql(", ");
        }
        if self.rows.beside == Beside::BothKeys {
            self.rows.identity.write(None, out.reborrow())?;
            out.push_sql(", ");
        }
        self.rows.columns.walk_ast(out)
    }

    /// ` FROM posts WHERE posts.user_id = conjoin:keys.column1 AND … ORDER BY … LIMIT ?`
    fn write_of_each_key<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.rows.base().walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        write_equal(self.near(), KEYS, "column", &mut out)?;
        self.write_first(out)
    }

    /// ` AND … ORDER BY … LIMIT ? OFFSET ?`
    fn write_first<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.rows.terms.write_and_filter(out.reborrow())?;
        out.push_sql(" ");
        self.write_order(out.reborrow())?;
        out.push_sql(" LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.slice.rows)?;
        out.push_sql(DB::AFTER_LIMIT);
        if self.slice.offset > 0 {
            out.push_sql(" OFFSET ");
            out.push_bind_param::<BigInt, _>(&self.slice.offset)?;
            out.push_sql(DB::AFTER_LIMIT);
        }
        Ok(())
    }

    /// Whether the rows have an order: one row of each parent has none.
    fn has_order(&self) -> bool {
        self.slice.rows > 1
    }

    /// ` ORDER BY conjoin:top.conjoin:place`
    fn write_order_by_place<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.has_order() {
            return Ok(());
        }
        out.push_sql(" ORDER BY ");
        write_column(Some(TOP), PLACE, &mut out)
    }

    /// `ORDER BY posts.title, posts.id`
    fn write_order<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("ORDER BY ");
        self.rows.terms.write_order(out.reborrow())?;
        self.rows.identity.write(None, out)
    }
}

/// `posts.user_id = conjoin:keys.column1`: columns compared with those of a derived table, which have this
/// name and a number.
pub(crate) fn write_equal<'b, DB: Database>(
    columns: &'b impl WriteColumns<DB>,
    table: &str,
    name: &str,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for column in 0..len(columns) {
        out.push_sql(if column > 0 { " AND " } else { "" });
        columns.write_column(column, None, out.reborrow())?;
        out.push_sql(" = ");
        write_column(Some(table), &format!("{name}{}", column + 1), out)?;
    }
    Ok(())
}
