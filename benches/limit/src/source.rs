//! What all ways to a database have in common; each task is compiled for each.

use crate::sql::Sql;
use std::sync::atomic::AtomicUsize;

/// How many statements were sent.
pub static SENT: AtomicUsize = AtomicUsize::new(0);

/// A connection.
pub trait Source {
    /// One of its statements.
    type Statement<'c>: Statement
    where
        Self: 'c;
    /// The fastest statements that were found.
    fn sql(&self) -> &'static Sql;
    /// Prepares a statement, or finds it prepared.
    fn statement(&self, sql: &'static str) -> Self::Statement<'_>;
}

/// A prepared statement.
pub trait Statement {
    /// Passes each row to `each`.
    fn rows(&mut self, binds: &[i32], each: impl FnMut(&dyn Row));

    /// The same with a list of keys, however long.
    fn rows_of(&mut self, keys: &[i32], each: impl FnMut(&dyn Row));
}

/// The number of keys in a long list of SQLite's.
pub const LIST: usize = 1024;

/// Passes each row of a statement with a list of so many binds to `each`.
pub fn rows_in_lists(
    statement: &mut impl Statement,
    length: usize,
    keys: &[i32],
    mut each: impl FnMut(&dyn Row),
) {
    for keys in keys.chunks(length) {
        statement.rows(&padded(keys, length), &mut each);
    }
}

/// Some keys, and the last one again and again until there are as many as a list has.
fn padded(keys: &[i32], length: usize) -> Vec<i32> {
    let last = keys.last().copied();
    keys.iter().copied().chain(std::iter::repeat(last.unwrap_or(0))).take(length).collect()
}

/// A row.
pub trait Row {
    fn integer(&self, column: usize) -> i32;
    fn optional_integer(&self, column: usize) -> Option<i32>;
    fn text(&self, column: usize) -> String;
    fn optional_text(&self, column: usize) -> Option<String>;
}

/// Copies the rows of the file into a database of SQLite in memory.
pub const COPY: &str = include_str!("../../loading/side/copy.sql");

pub const TABLES: &str = include_str!("../../../migrations/2026-01-01-000000_create_blog/up.sql");
