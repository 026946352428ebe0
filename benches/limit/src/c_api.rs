//! SQLite's C API, without a layer in between.

use crate::source::{COPY, Row, SENT, Source, Statement, TABLES, rows_in_lists};
use crate::sql::{SQLITE, Sql};
use libsqlite3_sys::*;
use std::cell::RefCell;
use std::ffi::CString;
use std::ptr::null_mut;
use std::sync::atomic::Ordering::Relaxed;

pub struct Connection {
    raw: *mut sqlite3,
    statements: RefCell<Vec<(&'static str, *mut sqlite3_stmt)>>,
}

impl Connection {
    pub fn open(file: &str) -> Self {
        let mut raw = null_mut();
        // One thread uses it: no mutex for each column.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
        let name = c":memory:".as_ptr();
        let done = unsafe { sqlite3_open_v2(name, &mut raw, flags, std::ptr::null()) };
        assert_eq!(done, SQLITE_OK);
        let connection = Connection { raw, statements: RefCell::default() };
        connection.batch(TABLES);
        connection.batch(&format!("ATTACH '{}' AS stored", file.replace('\'', "''")));
        connection.batch(COPY);
        connection
    }

    fn batch(&self, sql: &str) {
        let sql = CString::new(sql).expect("SQL without zeros");
        let done = unsafe { sqlite3_exec(self.raw, sql.as_ptr(), None, null_mut(), null_mut()) };
        assert_eq!(done, SQLITE_OK);
    }
}

impl Source for Connection {
    type Statement<'c> = Prepared;

    fn sql(&self) -> &'static Sql {
        &SQLITE
    }

    fn statement(&self, sql: &'static str) -> Prepared {
        let mut statements = self.statements.borrow_mut();
        let same = |(known, _): &&(&'static str, _)| std::ptr::eq(*known, sql);
        if let Some(&(_, statement)) = statements.iter().find(same) {
            return Prepared(statement);
        }
        let (mut statement, length) = (null_mut(), sql.len() as i32);
        let text = sql.as_ptr().cast();
        let done =
            unsafe { sqlite3_prepare_v2(self.raw, text, length, &mut statement, null_mut()) };
        assert_eq!(done, SQLITE_OK, "{sql}");
        statements.push((sql, statement));
        Prepared(statement)
    }
}

/// Kept by the connection, which lives as long as the program.
pub struct Prepared(*mut sqlite3_stmt);

impl Statement for Prepared {
    fn rows(&mut self, binds: &[i32], mut each: impl FnMut(&dyn Row)) {
        SENT.fetch_add(1, Relaxed);
        for (&bind, place) in binds.iter().zip(1..) {
            unsafe { sqlite3_bind_int(self.0, place, bind) };
        }
        while unsafe { sqlite3_step(self.0) } == SQLITE_ROW {
            each(self);
        }
        assert_eq!(unsafe { sqlite3_reset(self.0) }, SQLITE_OK);
    }

    fn rows_of(&mut self, keys: &[i32], each: impl FnMut(&dyn Row)) {
        let length = unsafe { sqlite3_bind_parameter_count(self.0) as usize };
        rows_in_lists(self, length, keys, each);
    }
}

impl Row for Prepared {
    fn integer(&self, column: usize) -> i32 {
        unsafe { sqlite3_column_int(self.0, column as i32) }
    }

    fn optional_integer(&self, column: usize) -> Option<i32> {
        let kind = unsafe { sqlite3_column_type(self.0, column as i32) };
        (kind != SQLITE_NULL).then(|| self.integer(column))
    }

    fn text(&self, column: usize) -> String {
        self.optional_text(column).expect("a text")
    }

    fn optional_text(&self, column: usize) -> Option<String> {
        let text = unsafe { sqlite3_column_text(self.0, column as i32) };
        if text.is_null() {
            return None;
        }
        let length = unsafe { sqlite3_column_bytes(self.0, column as i32) };
        let bytes = unsafe { std::slice::from_raw_parts(text, length as usize) };
        Some(std::str::from_utf8(bytes).expect("UTF-8").to_owned())
    }
}
