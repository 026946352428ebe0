//! Keys that are no text, in columns of every affinity.

// Each kind of key has models of its own, and they are loaded in the same ways.
#![allow(clippy::duplicate_mod)]

use crate::suite::keys::COLUMN;
use crate::suite::keys::kinds::{CASELESS, Kind, TEXTS};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{HasSqlType, SqlType};
use diesel::sqlite::{Sqlite, SqliteType, SqliteValue};

#[path = "bytes.rs"]
mod bytes;
#[path = "folded.rs"]
mod folded;
#[path = "limits/sqlite.rs"]
mod limits;
#[path = "../../suite/keys/models.rs"]
mod models;
#[path = "../../suite/keys/ways.rs"]
mod ways;

/// What the column that is tested is read as: one set of models is for all of them.
#[derive(SqlType, QueryId)]
pub struct Key;

const PAIR: bool = false;

impl HasSqlType<Key> for Sqlite {
    fn metadata(_: &mut ()) -> SqliteType {
        match COLUMN.get() {
            "" | "REAL" | "NUMERIC" => SqliteType::Double,
            "INT" => SqliteType::Long,
            "BLOB" => SqliteType::Binary,
            _ => SqliteType::Text,
        }
    }
}

/// A value: `0.0` and `-0.0`, which are equal to the database, are not to Rust.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Key)]
pub(crate) enum Value {
    Text(String),
    Number(i64),
    /// Its bits.
    Real(u64),
    Bytes(Vec<u8>),
}

impl FromSql<Key, Sqlite> for Value {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(match <Sqlite as HasSqlType<Key>>::metadata(&mut ()) {
            SqliteType::Long => Value::Number(value.read_long()),
            SqliteType::Double => Value::Real(value.read_double().to_bits()),
            SqliteType::Binary => Value::Bytes(value.read_blob().to_vec()),
            _ => Value::Text(value.read_text().to_owned()),
        })
    }
}

impl ToSql<Key, Sqlite> for Value {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        match self {
            Value::Text(text) => out.set_value(text.as_str()),
            Value::Number(number) => out.set_value(*number),
            Value::Real(bits) => out.set_value(f64::from_bits(*bits)),
            Value::Bytes(bytes) => out.set_value(bytes.as_slice()),
        }
        Ok(IsNull::No)
    }
}

const NUMBERS: &[&[&str]] = &[
    &["1", "1.0", "1e0", "10e-1"],
    &["0", "0.0", "-0.0"],
    &["9007199254740992", "9007199254740992.0"],
    &["0.1", ".1", "0.10000000000000001"],
    &["1e400", "-1e400"],
];

/// What a column for numbers makes numbers of.
const NUMERALS: &[&[&str]] = &[
    &["'1'", "'1.0'", "' 1'", "'01'", "1", "1.0"],
    &["'0'", "'-0'", "'0.0'", "''"],
    &["'0.1'", "'.1'", "0.1"],
    &["'abc'", "'ABC'", "'abc '"],
    &["'2026-01-02 00:00:00'", "'2026-01-02T00:00:00'", "'2026-01-02'"],
];

const WHOLE: &[&[&str]] = &[
    &["1", "1.0", "'1'", "' 01'"],
    &["0", "-0", "-0.0"],
    &["9223372036854775807", "-9223372036854775808"],
];

const BYTES: &[&[&str]] =
    &[&["x'616263'", "x'414243'", "x'61626320'", "x'61626300'"], &["x''", "x'00'", "x'20'"]];

fn kinds() -> Vec<Kind> {
    let kind = |name, column, spellings, crowd| Kind { name, before: "", column, spellings, crowd };
    vec![
        kind("numbers without a type", "", NUMBERS, &["#", "#.0"]),
        kind("numbers", "REAL", NUMBERS, &["#", "#.0"]),
        kind("whole and other numbers", "NUMERIC", NUMBERS, &["#", "#.0"]),
        // `INTEGER` would be the number of the row, which takes nothing else.
        kind("whole numbers", "INT", WHOLE, &["#", "'#'"]),
        kind("bytes", "BLOB", BYTES, &["CAST('#' AS BLOB)"]),
        kind("numerals without case", "DATETIME COLLATE NOCASE", NUMERALS, &["'#'", "'#.0'"]),
        kind("text without a type", "COLLATE NOCASE", TEXTS, CASELESS),
    ]
}
