//! Keys that are no text, of the types that MariaDB and MySQL have.
//!
//! `TIMESTAMP` is not among them, since conjoin knows it by its SQL type: see `types/timestamps.rs`. `BIT`
//! is none that can be bound.

// Each kind of key has models of its own, and they are loaded in the same ways.
#![allow(clippy::duplicate_mod)]

use crate::suite::keys::COLUMN;
use crate::suite::keys::kinds::Kind;
use diesel::data_types::MysqlTime;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::mysql::data_types::MysqlTimestampType;
use diesel::mysql::{Mysql, MysqlType, MysqlValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Datetime, HasSqlType, SqlType};
use std::io::Write;

#[path = "bytes.rs"]
mod bytes;
#[path = "folded.rs"]
mod folded;
#[path = "limits/mysql.rs"]
mod limits;
#[path = "../../suite/keys/models.rs"]
mod models;
#[path = "../../suite/keys/ways.rs"]
mod ways;

/// The type of the column that is tested: one set of models is for all of them.
#[derive(SqlType, QueryId)]
pub struct Key;

const PAIR: bool = false;

impl HasSqlType<Key> for Mysql {
    fn metadata(_: &mut ()) -> MysqlType {
        let column = COLUMN.get();
        match column.split('(').next().unwrap_or(column) {
            "DECIMAL" => MysqlType::Numeric,
            "DOUBLE" => MysqlType::Double,
            "FLOAT" => MysqlType::Float,
            "BIGINT UNSIGNED" => MysqlType::UnsignedLongLong,
            "DATE" => MysqlType::Date,
            "DATETIME" => MysqlType::DateTime,
            "TIME" => MysqlType::Time,
            "ENUM" => MysqlType::Enum,
            "SET" => MysqlType::Set,
            "BINARY" | "VARBINARY" => MysqlType::Blob,
            _ => MysqlType::String,
        }
    }
}

/// A value as the server sends it: its bytes, or the parts of a time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Key)]
pub(crate) enum Value {
    Bytes(Vec<u8>),
    Time([u32; 6], u64),
}

fn is_time(kind: MysqlType) -> bool {
    matches!(kind, MysqlType::Date | MysqlType::DateTime | MysqlType::Time)
}

// A part of a second is an `unsigned long`, which has 32 bits in some places.
#[allow(clippy::useless_conversion)]
impl FromSql<Key, Mysql> for Value {
    fn from_sql(value: MysqlValue<'_>) -> deserialize::Result<Self> {
        if !is_time(value.value_type()) {
            return Ok(Value::Bytes(value.as_bytes().to_vec()));
        }
        let time = <MysqlTime as FromSql<Datetime, Mysql>>::from_sql(value)?;
        let MysqlTime { year, month, day, hour, minute, second, second_part, .. } = time;
        Ok(Value::Time([year, month, day, hour, minute, second], second_part.into()))
    }
}

#[allow(clippy::useless_conversion)]
impl ToSql<Key, Mysql> for Value {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Mysql>) -> serialize::Result {
        match self {
            Value::Bytes(bytes) => out.write_all(bytes)?,
            Value::Time([year, month, day, hour, minute, second], part) => {
                let kind = match <Mysql as HasSqlType<Key>>::metadata(&mut ()) {
                    MysqlType::Date => MysqlTimestampType::MYSQL_TIMESTAMP_DATE,
                    MysqlType::Time => MysqlTimestampType::MYSQL_TIMESTAMP_TIME,
                    _ => MysqlTimestampType::MYSQL_TIMESTAMP_DATETIME,
                };
                let part = (*part).try_into()?;
                let (year, month, day) = (*year, *month, *day);
                let time =
                    MysqlTime::new(year, month, day, *hour, *minute, *second, part, false, kind, 0);
                <MysqlTime as ToSql<Datetime, Mysql>>::to_sql(&time, &mut out.reborrow())?;
            }
        }
        Ok(IsNull::No)
    }
}

macro_rules! kinds {
    ($($column:literal: [$([$($spelling:literal),*]),*], $crowd:expr;)*) => {
        vec![$(Kind {
            name: $column,
            before: "",
            column: $column,
            spellings: &[$(&[$($spelling),*]),*],
            crowd: $crowd,
        }),*]
    };
}

fn kinds() -> Vec<Kind> {
    kinds! {
        "DECIMAL(10, 3)": [["1", "1.0", "'1.000'"], ["0", "-0.0"], ["0.1", "0.100"]],
            &["#.5", "#.50", "#.500"];
        "DOUBLE": [["0", "-0e0", "'-0'"], ["1", "1e0"], ["0.1", "'0.1'"]], &["#", "#.0"];
        "FLOAT": [["0", "-0e0"], ["1", "1e0"], ["0.5", "'0.5'"]], &["#", "#.0"];
        "BIGINT UNSIGNED": [["0", "'0'"], ["18446744073709551615", "'18446744073709551615'"], ["1", "'01'"]],
            &["#", "'#'"];
        "DATE": [["'2026-01-02'", "20260102", "'26-1-2'"], ["'1000-01-01'", "'9999-12-31'"]],
            &["DATE '2000-01-01' + INTERVAL # DAY", "DATE '2000-01-02' + INTERVAL # - 1 DAY"];
        "DATETIME(6)": [
            ["'2026-01-02 00:00:00'", "'2026-01-02'", "'2026-01-02 00:00:00.000000'"],
            ["'2026-01-02 00:00:00.5'", "'2026-01-02 00:00:00.500001'"]
        ], &[
            "TIMESTAMP '2000-01-01 00:00:00.25' + INTERVAL # DAY",
            "TIMESTAMP '2000-01-02 00:00:00.25' + INTERVAL # - 1 DAY"
        ];
        "TIME": [["'01:02:03'", "'1:2:3'", "10203"], ["'00:00:00'", "'0'"]],
            &["SEC_TO_TIME(#)", "SEC_TO_TIME('#')"];
        "ENUM('a', 'B', 'c') COLLATE utf8mb4_general_nopad_ci": [["'a'", "'A'", "'1'"], ["'b'", "'B'"]], &[];
        "SET('a', 'b', 'c') COLLATE utf8mb4_general_ci": [["'a,b'", "'b,a'", "'A,B'"], ["''", "'c'", "'C'"]], &[];
        "VARBINARY(40)": [["'abc'", "'ABC'", "'abc '", "x'616263'", "x'61626300'"], ["''", "' '"]],
            &["'#'"];
        "BINARY(8)": [["'abc'", "'ABC'", "x'61626300'", "'abc '"], ["''", "x'00'"]], &["'#'"];
        "UUID": [
            ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'A0EEBC999C0B4EF8BB6D6BB9BD380A11'"],
            ["'00000000-0000-0000-0000-000000000000'"]
        ], &["'00000000-0000-0000-0000-00000000#'"];
        "INET6": [["'::1'", "'0:0::1'", "'::0001'"], ["'::ffff:10.0.0.1'", "'::FFFF:a00:1'"]], &["'::#'", "'0::#'"];
    }
}
