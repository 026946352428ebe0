//! Keys that are no text, of every type that PostgreSQL compares in a way of its own.

// Each kind of key has models of its own, and they are loaded in the same ways.
#![allow(clippy::duplicate_mod)]

use crate::suite::keys::COLUMN;
use crate::suite::keys::kinds::{CASELESS, Kind, TEXTS};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgTypeMetadata, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{HasSqlType, SqlType};
use std::io::Write;

#[path = "bytes.rs"]
mod bytes;
#[path = "folded.rs"]
mod folded;
#[path = "limits/postgres.rs"]
mod limits;
#[path = "../../suite/keys/models.rs"]
mod models;
#[path = "../../suite/keys/ways.rs"]
mod ways;

/// The type of the column that is tested: one set of models is for all of them.
#[derive(SqlType, QueryId)]
pub struct Key;

const PAIR: bool = false;

impl HasSqlType<Key> for Pg {
    fn metadata(lookup: &mut Self::MetadataLookup) -> PgTypeMetadata {
        let column = COLUMN.get();
        lookup.lookup_type(column.split('(').next().unwrap_or(column), None)
    }
}

/// A value as the server sends it: its bytes, which differ where a type has several for what it takes for
/// equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Key)]
pub(crate) struct Value(Vec<u8>);

impl FromSql<Key, Pg> for Value {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Value(value.as_bytes().to_vec()))
    }
}

impl ToSql<Key, Pg> for Value {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&self.0)?;
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

/// The extension, outside of the temporary tables. Of several tests at once, one makes it: nothing is
/// committed before the whole text is.
const CITEXT: &str = "SELECT pg_advisory_xact_lock(15);
    CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
    SET search_path TO pg_temp, public;";

fn kinds() -> Vec<Kind> {
    let mut kinds = kinds! {
        "bpchar(8)": [["'abc'", "'abc  '", "'ABC'"], ["''", "' '"], ["'é'", "'e'"]],
            &["'#'", "'#  '", "'# '"];
        "jsonb": [
            ["'1'", "'1.0'", "'1.00'", "'\"1\"'"],
            ["'{\"a\": 1, \"b\": 2}'", "'{\"b\": 2.0, \"a\": 1}'", "'{\"a\": 1}'"],
            ["'[]'", "'{}'", "'null'", "'0'", "'-0.0'"]
        ], &["'{\"a\": 1#}'", "'{\"a\": 1#.0}'", "'{\"a\": 1#.00}'"];
        "numeric": [
            ["1", "1.0", "1.00"],
            ["0", "-0.0", "0.000"],
            ["'NaN'", "'Infinity'", "1e40"],
            ["100", "1e2"]
        ], &["#.5", "#.50", "#.500"];
        "interval": [
            ["'1 day'", "'24 hours'", "'1440 minutes'"],
            ["'1 month'", "'30 days'", "'720 hours'"],
            ["'0'", "'1 day -24 hours'"]
        ], &["interval '# days 24:00'", "interval '# days' + interval '1 day'", "interval '# days 1440 minutes'"];
        "float8": [["0", "-0.0"], ["1", "1.0"], ["'NaN'", "'-NaN'"], ["'Infinity'", "1e308"]],
            &["#", "#.0"];
        "date": [["'2026-01-02'", "'20260102'"], ["'infinity'", "'epoch'"]],
            &["date '2000-01-01' + #", "date '2000-01-02' + # - 1"];
        "timestamp": [["'2026-01-02 03:04:05'", "'2026-01-02T03:04:05.000'"], ["'infinity'", "'epoch'"]],
            &["timestamp '2000-01-01' + interval '# days'", "timestamp '2000-01-02' + interval '# days -24:00'"];
        "timestamptz": [
            ["'2026-01-02 00:00:00+00'", "'2026-01-02 01:00:00+01'", "'2026-01-01 23:30:00-00:30'"],
            ["'infinity'", "'epoch'"]
        ], &["timestamptz '2000-01-01Z' + interval '# days'", "timestamptz '2000-01-01 02:00+02' + interval '# days'"];
        "timetz": [["'00:00:00+00'", "'01:00:00+01'", "'00:00:00.000+00:00'"], ["'23:59:59+02'", "'24:00:00+00'"]],
            &[];
        "uuid": [
            ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'A0EEBC999C0B4EF8BB6D6BB9BD380A11'"],
            ["'00000000-0000-0000-0000-000000000000'", "'{00000000000000000000000000000000}'"]
        ], &["'00000000-0000-0000-0000-00000000#'", "'{0000000000000000000000000000#}'"];
        "bytea": [["'abc'", "'\\x616263'", "'ABC'"], ["''", "'\\x00'"]], &["'#'"];
        "inet": [["'10.0.0.1'", "'10.0.0.1/32'", "'10.0.0.1/8'"], ["'::1'", "'0:0::1'"]],
            &["inet '10.0.0.0' + #", "inet '10.0.0.1' + # - 1"];
        "numrange": [["'[1,2)'", "'[1.0,2.00)'", "'[1,2]'"], ["'empty'", "'[1,1)'"], ["'(,)'", "'(,1)'"]],
            &["numrange(#, NULL)", "numrange(#.0, NULL)"];
        "int8": [["1", "'01'"], ["0", "-0"], ["9223372036854775807", "-9223372036854775808"]],
            &["#", "# + 0"];
        "bool": [["TRUE", "'t'", "'yes'"], ["FALSE", "'off'"]], &[];
    };
    kinds.push(Kind {
        name: "citext",
        before: CITEXT,
        column: "citext",
        spellings: TEXTS,
        crowd: CASELESS,
    });
    kinds.push(Kind {
        name: "an enum",
        before: "CREATE TYPE key_enum AS ENUM ('a', 'A', 'a ');",
        column: "key_enum",
        spellings: &[&["'a'", "'A'", "'a '"]],
        crowd: &[],
    });
    kinds
}
