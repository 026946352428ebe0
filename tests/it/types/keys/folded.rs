//! Keys of a type of one's own, to which those are equal that are to the collation of the column.

use crate::suite::keys::kinds::{Kind, kinds as texts};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use std::hash::{Hash, Hasher};

#[path = "../../suite/keys/models.rs"]
mod models;
#[path = "../../suite/keys/ways.rs"]
mod ways;

type Key = Text;
const PAIR: bool = false;

/// A text without case, of ASCII.
#[derive(Debug, Clone, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub(crate) struct Value(String);

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}

impl<DB: Backend> FromSql<Text, DB> for Value
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes).map(Value)
    }
}

impl<DB: Backend> ToSql<Text, DB> for Value
where
    String: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

fn kinds() -> Vec<Kind> {
    let spellings: &[&[&str]] = &[&["'abc'", "'ABC'", "'aBc'"], &["'x'", "'X'"], &["''"], &["'1'"]];
    let kinds = texts().into_iter().filter(|kind| kind.name == "without case");
    kinds.map(|kind| Kind { spellings, ..kind }).collect()
}
