//! What was run: Diesel's table, unchanged, and our own.

mod interruption;
mod schema;
mod tables;
mod write;

pub use interruption::Interruption;

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Nullable, Text};

use crate::{Database, Dialect, Error};

/// A row of `__conjoin_migrations` without the SQL: what does not fit into Diesel's table.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub(crate) struct Record {
    #[diesel(sql_type = Text)]
    pub(crate) version: String,
    #[diesel(sql_type = Text)]
    pub(crate) name: String,
    #[diesel(sql_type = Text)]
    pub(crate) checksum: String,
    #[diesel(sql_type = Bool)]
    pub(crate) in_transaction: bool,
    /// `applied`, `applying` or `reverting`.
    #[diesel(sql_type = Text)]
    pub(crate) state: String,
    /// How many statements are known to be done.
    #[diesel(sql_type = Integer)]
    pub(crate) done: i32,
    /// What stopped it, unless it was killed.
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) problem: Option<String>,
    /// The order in which migrations were applied, because times in whole seconds do not determine
    /// it.
    #[diesel(sql_type = Integer)]
    pub(crate) sequence: i32,
    /// Diesel's time of the run that this row describes. A different time means another tool's run.
    #[diesel(sql_type = Text)]
    pub(crate) run_on: String,
}

/// The SQL of such a row. In total it is long, and seldom needed.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub(crate) struct Kept {
    #[diesel(sql_type = Text)]
    pub(crate) up_sql: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub(crate) down_sql: Option<String>,
}

/// A row of `__diesel_schema_migrations`.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub(crate) struct Applied {
    #[diesel(sql_type = Text)]
    pub(crate) version: String,
    #[diesel(sql_type = Text)]
    pub(crate) run_on: String,
}

/// Everything that the database knows about migrations.
#[derive(Debug, Default)]
pub(crate) struct History {
    /// In the order in which they were applied.
    pub(crate) applied: Vec<Applied>,
    /// When each version was run.
    run_on: BTreeMap<String, String>,
    records: BTreeMap<String, Record>,
    /// Whether both tables exist.
    pub(crate) exists: bool,
}

impl History {
    pub(crate) fn is_there(database: &mut Database) -> QueryResult<bool> {
        tables::exists(database, tables::DIESEL)
    }

    /// Reads it; missing tables are empty.
    pub(crate) fn load(database: &mut Database) -> Result<Self, Error> {
        let read = |database: &mut Database| -> QueryResult<Self> {
            let theirs = tables::exists(database, tables::DIESEL)?;
            let ours = tables::exists(database, tables::OURS)?;
            let applied = if theirs {
                let sql = tables::sql(database, &applied_query(database.dialect()))?;
                diesel::sql_query(sql).load(&mut database.connection)?
            } else {
                Vec::new()
            };
            let records = if ours {
                let sql = "SELECT version, name, checksum, in_transaction, state, done, problem, \
                           sequence, run_on FROM {ours}";
                let sql = tables::sql(database, sql)?;
                diesel::sql_query(sql).load(&mut database.connection)?
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
        let run_on = applied.iter().map(|it| (it.version.clone(), it.run_on.clone())).collect();
        Self { applied, run_on, records, exists: true }
    }

    pub(crate) fn is_applied(&self, version: &str) -> bool {
        self.run_on.contains_key(version)
    }

    /// The record of the run that Diesel's table refers to, not one of an earlier run.
    pub(crate) fn record(&self, version: &str) -> Option<&Record> {
        let run_on = self.run_on.get(version)?;
        self.records.get(version).filter(|it| it.run_on == *run_on)
    }

    /// What is half done: begun and not recorded as applied, or a revert that did not end.
    pub(crate) fn unfinished(&self) -> impl Iterator<Item = &Record> {
        self.records.values().filter(|it| self.is_unfinished(it))
    }

    /// How many statements of a half done migration are known to be done.
    pub(crate) fn done(&self, version: &str) -> Option<usize> {
        let record = self.records.get(version).filter(|it| self.is_unfinished(it))?;
        Some(usize::try_from(record.done).unwrap_or(0))
    }

    fn is_unfinished(&self, record: &Record) -> bool {
        match record.state.as_str() {
            "applying" => !self.is_applied(&record.version),
            "reverting" => self.is_applied(&record.version),
            _ => false,
        }
    }

    pub(crate) fn newest(&self) -> Option<&str> {
        self.run_on.keys().next_back().map(String::as_str)
    }

    /// The number of the next run. The writer holds the lock, and has read all of them.
    fn next_sequence(&mut self) -> i32 {
        let last = self.records.values().map(|it| it.sequence).max().unwrap_or(0);
        last + 1
    }
}

/// Diesel's rows, with a time that is independent of the session's zone and style.
fn applied_query(dialect: Dialect) -> String {
    let run_on = match dialect {
        Dialect::Sqlite => "CAST(run_on AS TEXT)",
        Dialect::Postgres => "to_char(run_on, 'YYYY-MM-DD HH24:MI:SS.US')",
        Dialect::Mysql => "CAST(UNIX_TIMESTAMP(run_on) AS CHAR)",
    };
    format!("SELECT version, {run_on} AS run_on FROM {{diesel}}")
}
