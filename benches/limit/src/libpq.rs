//! libpq: prepared statements, binary values.

use crate::source::{Row, SENT, Source, Statement};
use crate::sql::{POSTGRES, Sql};
use pq_sys::*;
use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char};
use std::ptr::null;
use std::sync::atomic::Ordering::Relaxed;

pub struct Connection {
    raw: *mut PGconn,
    /// A statement's name is its place.
    prepared: RefCell<Vec<&'static str>>,
}

impl Connection {
    pub fn open(url: &str) -> Self {
        let url = CString::new(url).expect("a URL without zeros");
        let raw = unsafe { PQconnectdb(url.as_ptr()) };
        assert_eq!(unsafe { PQstatus(raw) }, ConnStatusType::CONNECTION_OK);
        Connection { raw, prepared: RefCell::default() }
    }
}

impl Source for Connection {
    type Statement<'c> = Prepared<'c>;

    fn sql(&self) -> &'static Sql {
        &POSTGRES
    }

    fn statement(&self, sql: &'static str) -> Prepared<'_> {
        let mut prepared = self.prepared.borrow_mut();
        let name = |place: usize| CString::new(place.to_string()).expect("digits");
        if let Some(place) = prepared.iter().position(|known| std::ptr::eq(*known, sql)) {
            return Prepared { connection: self, name: name(place) };
        }
        let (name, text) = (name(prepared.len()), CString::new(sql).expect("SQL without zeros"));
        let list = sql.contains("ANY ($1)") || sql.contains("unnest($1)");
        let oid = if list { INT4_ARRAY } else { INT4 };
        let count = i32::from(sql.contains("$1"));
        let result = unsafe { PQprepare(self.raw, name.as_ptr(), text.as_ptr(), count, &oid) };
        drop(Rows::new(self, result, ExecStatusType::PGRES_COMMAND_OK));
        prepared.push(sql);
        Prepared { connection: self, name }
    }
}

const INT4: Oid = 23;
const INT4_ARRAY: Oid = 1007;

/// Kept by the server.
pub struct Prepared<'c> {
    connection: &'c Connection,
    name: CString,
}

impl Prepared<'_> {
    fn execute(&self, bind: Option<&[u8]>, mut each: impl FnMut(&dyn Row)) {
        SENT.fetch_add(1, Relaxed);
        let value = bind.map_or(null(), |bind| bind.as_ptr().cast::<c_char>());
        let length = bind.map_or(0, |bind| bind.len() as i32);
        let count = i32::from(bind.is_some());
        let (raw, name) = (self.connection.raw, self.name.as_ptr());
        let result = unsafe { PQexecPrepared(raw, name, count, &value, &length, &1, 1) };
        let rows = Rows::new(self.connection, result, ExecStatusType::PGRES_TUPLES_OK);
        for row in 0..unsafe { PQntuples(result) } {
            each(&RowOf { result: rows.0, row });
        }
    }
}

impl Statement for Prepared<'_> {
    fn rows(&mut self, binds: &[i32], each: impl FnMut(&dyn Row)) {
        let bytes = binds.first().map(|bind| bind.to_be_bytes());
        self.execute(bytes.as_ref().map(|bytes| &bytes[..]), each);
    }

    fn rows_of(&mut self, keys: &[i32], each: impl FnMut(&dyn Row)) {
        // Dimensions, no NULL, the elements' type, their number, the first one's index.
        let head = [1, 0, INT4 as i32, keys.len() as i32, 1];
        let mut bytes = Vec::with_capacity(20 + 8 * keys.len());
        head.iter().for_each(|number: &i32| bytes.extend(number.to_be_bytes()));
        for key in keys {
            bytes.extend(4_i32.to_be_bytes());
            bytes.extend(key.to_be_bytes());
        }
        self.execute(Some(&bytes), each);
    }
}

/// A result, which is freed.
struct Rows(*mut PGresult);

impl Rows {
    fn new(connection: &Connection, result: *mut PGresult, expected: ExecStatusType) -> Self {
        let message = || unsafe { CStr::from_ptr(PQerrorMessage(connection.raw)) };
        assert_eq!(unsafe { PQresultStatus(result) }, expected, "{:?}", message());
        Rows(result)
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        unsafe { PQclear(self.0) };
    }
}

struct RowOf {
    result: *const PGresult,
    row: i32,
}

impl RowOf {
    fn value(&self, column: usize) -> Option<&[u8]> {
        let column = column as i32;
        if unsafe { PQgetisnull(self.result, self.row, column) } == 1 {
            return None;
        }
        let length = unsafe { PQgetlength(self.result, self.row, column) } as usize;
        let value = unsafe { PQgetvalue(self.result, self.row, column) };
        Some(unsafe { std::slice::from_raw_parts(value.cast(), length) })
    }
}

impl Row for RowOf {
    fn integer(&self, column: usize) -> i32 {
        self.optional_integer(column).expect("an integer")
    }

    fn optional_integer(&self, column: usize) -> Option<i32> {
        self.value(column).map(|value| i32::from_be_bytes(value.try_into().expect("four bytes")))
    }

    fn text(&self, column: usize) -> String {
        self.optional_text(column).expect("a text")
    }

    fn optional_text(&self, column: usize) -> Option<String> {
        self.value(column).map(|value| std::str::from_utf8(value).expect("UTF-8").to_owned())
    }
}
