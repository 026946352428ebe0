//! The same over rusqlite.

use crate::source::{self, COPY, SENT, Source, TABLES, rows_in_lists};
use crate::sql::{SQLITE, Sql};
use rusqlite::{CachedStatement, Connection, Row, params_from_iter};
use std::sync::atomic::Ordering::Relaxed;

pub fn open(file: &str) -> Connection {
    let connection = Connection::open_in_memory().expect("a database");
    connection.execute_batch(TABLES).expect("the tables");
    connection.execute("ATTACH ? AS stored", [file]).expect("the file");
    connection.execute_batch(COPY).expect("the rows");
    connection
}

impl Source for Connection {
    type Statement<'c> = CachedStatement<'c>;

    fn sql(&self) -> &'static Sql {
        &SQLITE
    }

    fn statement(&self, sql: &'static str) -> CachedStatement<'_> {
        self.prepare_cached(sql).expect("valid SQL")
    }
}

impl source::Statement for CachedStatement<'_> {
    fn rows(&mut self, binds: &[i32], mut each: impl FnMut(&dyn source::Row)) {
        SENT.fetch_add(1, Relaxed);
        let mut rows = self.query(params_from_iter(binds)).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            each(row);
        }
    }

    fn rows_of(&mut self, keys: &[i32], each: impl FnMut(&dyn source::Row)) {
        rows_in_lists(self, self.parameter_count(), keys, each);
    }
}

impl source::Row for Row<'_> {
    fn integer(&self, column: usize) -> i32 {
        self.get(column).expect("an integer")
    }

    fn optional_integer(&self, column: usize) -> Option<i32> {
        self.get(column).expect("an integer or NULL")
    }

    fn text(&self, column: usize) -> String {
        self.get(column).expect("a text")
    }

    fn optional_text(&self, column: usize) -> Option<String> {
        self.get(column).expect("a text or NULL")
    }
}
