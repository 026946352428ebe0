//! What was run: Diesel's table, exactly as Diesel has it, and one of our own beside it.

mod interruption;
mod schema;
mod write;

pub use interruption::Interruption;

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::{Database, Dialect, Error};
use schema::records;

/// A row of `__conjoin_migrations`: what Diesel's table has no room for.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = records, treat_none_as_null = true, primary_key(version))]
pub(crate) struct Record {
    pub(crate) version: String,
    pub(crate) name: String,
    pub(crate) checksum: String,
    pub(crate) up_sql: String,
    pub(crate) down_sql: Option<String>,
    pub(crate) in_transaction: bool,
    /// `applied`, `applying` or `reverting`.
    pub(crate) state: String,
    /// How many statements are known to be done.
    pub(crate) done: i32,
    /// What stopped it, when it was not killed.
    pub(crate) problem: Option<String>,
    /// The order in which migrations were applied, which times of whole seconds do not tell.
    pub(crate) sequence: i32,
    /// Diesel's time of the run that this row is about. Another one means another tool's run.
    pub(crate) run_on: String,
}

/// A row of `__diesel_schema_migrations`.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub(crate) struct Applied {
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub(crate) version: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub(crate) run_on: String,
}

/// Everything that the database knows about migrations.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// In the order in which they were applied.
    pub(crate) applied: Vec<Applied>,
    records: BTreeMap<String, Record>,
    /// Whether both tables are there.
    pub(crate) exists: bool,
}

impl History {
    pub(crate) fn is_there(database: &mut Database) -> QueryResult<bool> {
        exists(database, "__diesel_schema_migrations")
    }

    /// Reads it; tables that are not there are empty.
    pub(crate) fn load(database: &mut Database) -> Result<Self, Error> {
        let read = |database: &mut Database| -> QueryResult<Self> {
            let (theirs, ours) = (
                exists(database, "__diesel_schema_migrations")?,
                exists(database, "__conjoin_migrations")?,
            );
            let applied = if theirs {
                diesel::sql_query(applied_query(database.dialect()))
                    .load(&mut database.connection)?
            } else {
                Vec::new()
            };
            let records = if ours {
                records::table.select(Record::as_select()).load(&mut database.connection)?
            } else {
                Vec::new()
            };
            Ok(Self { exists: theirs && ours, ..Self::new(applied, records) })
        };
        read(database).map_err(Error::doing("reading the history of migrations"))
    }

    fn new(mut applied: Vec<Applied>, records: Vec<Record>) -> Self {
        let records: BTreeMap<_, _> =
            records.into_iter().map(|record| (record.version.clone(), record)).collect();
        applied.sort_by(|a, b| (&a.run_on, &a.version).cmp(&(&b.run_on, &b.version)));
        let sequence = |it: &Applied| {
            let record = records.get(&it.version).filter(|record| record.run_on == it.run_on);
            record.map(|record| record.sequence)
        };
        // Within one second, only our own records tell the order.
        for same in applied.chunk_by_mut(|a, b| a.run_on == b.run_on) {
            if same.iter().all(|it| sequence(it).is_some()) {
                same.sort_by_key(sequence);
            }
        }
        Self { applied, records, exists: true }
    }

    pub(crate) fn is_applied(&self, version: &str) -> bool {
        self.applied.iter().any(|it| it.version == version)
    }

    /// The record of the run that Diesel's table speaks of, not one of an earlier run.
    pub(crate) fn record(&self, version: &str) -> Option<&Record> {
        let applied = self.applied.iter().find(|it| it.version == version)?;
        self.records.get(version).filter(|it| it.run_on == applied.run_on)
    }

    /// What is half done: begun and not recorded as applied, or a revert that did not end.
    pub(crate) fn unfinished(&self) -> impl Iterator<Item = &Record> {
        self.records.values().filter(|it| match it.state.as_str() {
            "applying" => !self.is_applied(&it.version),
            "reverting" => self.is_applied(&it.version),
            _ => false,
        })
    }

    pub(crate) fn newest(&self) -> Option<&str> {
        self.applied.iter().map(|it| it.version.as_str()).max()
    }
}

/// Diesel's rows, with a time that neither the session's zone nor its style changes.
fn applied_query(dialect: Dialect) -> String {
    let run_on = match dialect {
        Dialect::Sqlite => "CAST(run_on AS TEXT)",
        Dialect::Postgres => "to_char(run_on, 'YYYY-MM-DD HH24:MI:SS.US')",
        Dialect::Mysql => "CAST(UNIX_TIMESTAMP(run_on) AS CHAR)",
    };
    format!("SELECT version, {run_on} AS run_on FROM __diesel_schema_migrations")
}

/// Whether a table of this name is there. The names are constants of this file.
fn exists(database: &mut Database, table: &str) -> QueryResult<bool> {
    let sql = match database.dialect() {
        Dialect::Sqlite => format!(
            "SELECT name AS value FROM sqlite_master WHERE type = 'table' AND name = '{table}'"
        ),
        Dialect::Postgres => {
            format!("SELECT 'yes' AS value WHERE to_regclass('{table}') IS NOT NULL")
        }
        Dialect::Mysql => format!(
            "SELECT 'yes' AS value FROM information_schema.tables \
             WHERE table_schema = DATABASE() AND table_name = '{table}'"
        ),
    };
    Ok(!database.values(&sql)?.is_empty())
}
