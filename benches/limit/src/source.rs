//! What both ways to SQLite have in common; each task is compiled for either.

/// A connection.
pub trait Source {
    /// One of its statements.
    type Statement<'c>: Statement
    where
        Self: 'c;
    /// Prepares a statement, or finds it prepared.
    fn statement(&self, sql: &'static str) -> Self::Statement<'_>;
}

/// A prepared statement.
pub trait Statement {
    /// Passes each row to `each`.
    fn rows(&mut self, binds: &[i32], each: impl FnMut(&dyn Row));
}

/// A row.
pub trait Row {
    fn integer(&self, column: usize) -> i32;
    fn optional_integer(&self, column: usize) -> Option<i32>;
    fn text(&self, column: usize) -> String;
    fn optional_text(&self, column: usize) -> Option<String>;
}

/// Copies the rows of the file into a database in memory.
pub const COPY: &str = include_str!("../../loading/copy.sql");

pub const TABLES: &str = include_str!("../../../migrations/2026-01-01-000000_create_blog/up.sql");
