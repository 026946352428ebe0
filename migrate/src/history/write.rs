//! Recording.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Nullable, Text};

use super::tables::{self, sql};
use super::{Applied, History, Kept, Record, applied_query, schema};
use crate::{Database, Error, Migration, Script};

/// Replaces a problem once somebody has decided to continue.
const RESUMABLE: &str = "resume";

impl Record {
    /// Whether somebody has decided that it continues.
    pub(crate) fn is_resumable(&self) -> bool {
        self.problem.as_deref() == Some(RESUMABLE)
    }

    /// The migration as it was when it was run.
    pub(crate) fn to_migration(&self, kept: &Kept) -> Migration {
        let script = |file: &str, sql: &str| Script::new(format!("{}/{file}", self.name), sql);
        Migration {
            name: self.name.clone(),
            version: self.version.clone(),
            up: script("up.sql", &kept.up_sql),
            down: kept.down_sql.as_deref().map(|sql| script("down.sql", sql)),
            in_transaction: self.in_transaction,
        }
    }
}

impl History {
    /// Creates the tables if they are missing.
    pub(crate) fn create(database: &mut Database) -> Result<(), Error> {
        schema::create(database)
    }

    /// The SQL that was run for a version.
    pub(crate) fn kept(database: &mut Database, version: &str) -> QueryResult<Kept> {
        let sql = sql(database, "SELECT up_sql, down_sql FROM {ours} WHERE version = ?")?;
        let query = diesel::sql_query(sql).bind::<Text, _>(version.to_owned());
        query.get_result(&mut database.connection)
    }

    /// Whether a version is recorded as applied by now.
    pub(crate) fn has(database: &mut Database, version: &str) -> QueryResult<bool> {
        let sql = sql(database, "SELECT version AS value FROM {diesel} WHERE version = ?")?;
        Ok(!database.values_with(&sql, version)?.is_empty())
    }

    /// Records that a migration is applied, in Diesel's table and in ours.
    pub(crate) fn add(
        &mut self,
        database: &mut Database,
        migration: &Migration,
    ) -> QueryResult<()> {
        execute(database, "INSERT INTO {diesel} (version) VALUES (?)", &migration.version)?;
        self.keep(database, migration)
    }

    /// Stores the SQL of an applied migration that is already in Diesel's table.
    pub(crate) fn keep(
        &mut self,
        database: &mut Database,
        migration: &Migration,
    ) -> QueryResult<()> {
        let run_on = run_on(database, &migration.version)?;
        let sequence = self.next_sequence();
        let record = Row { state: "applied", done: 0, sequence, run_on, migration };
        let record = record.put(database)?;
        self.records.insert(migration.version.clone(), record);
        Ok(())
    }

    /// Records that a migration has begun, or continues, with the file as it is now.
    pub(crate) fn begin(
        database: &mut Database,
        migration: &Migration,
        done: usize,
    ) -> QueryResult<()> {
        let done = number(done);
        let record = Row { state: "applying", done, sequence: 0, run_on: String::new(), migration };
        record.put(database).map(drop)
    }

    /// Records that the revert of a migration has begun, or continues.
    pub(crate) fn begin_revert(
        database: &mut Database,
        version: &str,
        down: &str,
        done: usize,
    ) -> QueryResult<()> {
        let sql = sql(
            database,
            "UPDATE {ours} SET state = 'reverting', done = ?, down_sql = ?, problem = NULL \
             WHERE version = ?",
        )?;
        let query = diesel::sql_query(sql).bind::<Integer, _>(number(done));
        let query = query.bind::<Text, _>(down.to_owned()).bind::<Text, _>(version.to_owned());
        query.execute(&mut database.connection).map(drop)
    }

    /// Records that an interrupted migration may continue, at this statement or at the first that
    /// is not known to be done.
    pub(crate) fn allow(
        database: &mut Database,
        version: &str,
        from: Option<usize>,
    ) -> QueryResult<()> {
        if let Some(from) = from {
            Self::advance(database, version, from.saturating_sub(1))?;
        }
        set_problem(database, version, Some(RESUMABLE))
    }

    /// Records how many statements are done.
    pub(crate) fn advance(database: &mut Database, version: &str, done: usize) -> QueryResult<()> {
        let sql = sql(database, "UPDATE {ours} SET done = ?, problem = NULL WHERE version = ?")?;
        let query = diesel::sql_query(sql).bind::<Integer, _>(number(done));
        query.bind::<Text, _>(version.to_owned()).execute(&mut database.connection).map(drop)
    }

    /// Records what stopped a migration, and how many statements are done.
    pub(crate) fn stop(
        database: &mut Database,
        version: &str,
        problem: &str,
    ) -> QueryResult<usize> {
        set_problem(database, version, Some(problem))?;
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Integer)]
            done: i32,
        }
        let sql = sql(database, "SELECT done FROM {ours} WHERE version = ?")?;
        let query = diesel::sql_query(sql).bind::<Text, _>(version.to_owned());
        let row: Row = query.get_result(&mut database.connection)?;
        Ok(usize::try_from(row.done).unwrap_or(0))
    }

    /// Records that an interrupted revert is discarded: the migration is applied.
    pub(crate) fn settle(database: &mut Database, version: &str) -> QueryResult<()> {
        let change = "UPDATE {ours} SET state = 'applied', problem = NULL WHERE version = ?";
        execute(database, change, version)
    }

    /// Removes only our record.
    pub(crate) fn forget(&mut self, database: &mut Database, version: &str) -> QueryResult<()> {
        execute(database, "DELETE FROM {ours} WHERE version = ?", version)?;
        self.records.remove(version);
        Ok(())
    }

    /// Records that a migration is not applied any more.
    pub(crate) fn remove(&mut self, database: &mut Database, version: &str) -> QueryResult<()> {
        execute(database, "DELETE FROM {diesel} WHERE version = ?", version)?;
        self.forget(database, version)
    }
}

fn number(done: usize) -> i32 {
    i32::try_from(done).unwrap_or(i32::MAX)
}

/// A statement about one version.
fn execute(database: &mut Database, text: &str, version: &str) -> QueryResult<()> {
    let query = diesel::sql_query(sql(database, text)?).bind::<Text, _>(version.to_owned());
    query.execute(&mut database.connection).map(drop)
}

fn set_problem(database: &mut Database, version: &str, problem: Option<&str>) -> QueryResult<()> {
    let sql = sql(database, "UPDATE {ours} SET problem = ? WHERE version = ?")?;
    let query = diesel::sql_query(sql).bind::<Nullable<Text>, _>(problem.map(str::to_owned));
    query.bind::<Text, _>(version.to_owned()).execute(&mut database.connection).map(drop)
}

/// A whole row of our table, for a migration as its files are now.
struct Row<'m> {
    migration: &'m Migration,
    state: &'static str,
    done: i32,
    sequence: i32,
    run_on: String,
}

impl Row<'_> {
    /// Writes it in one statement: with two, it would be lost if the process were killed in
    /// between.
    fn put(self, database: &mut Database) -> QueryResult<Record> {
        let record = Record {
            version: self.migration.version.clone(),
            name: self.migration.name.clone(),
            checksum: self.migration.up.checksum(),
            in_transaction: self.migration.in_transaction,
            state: self.state.to_owned(),
            done: self.done,
            problem: None,
            sequence: self.sequence,
            run_on: self.run_on,
        };
        let update = "UPDATE {ours} SET name = ?, checksum = ?, up_sql = ?, down_sql = ?, \
                      in_transaction = ?, state = ?, done = ?, problem = NULL, sequence = ?, \
                      run_on = ? WHERE version = ?";
        let insert = "INSERT INTO {ours} (name, checksum, up_sql, down_sql, in_transaction, state, \
                      done, sequence, run_on, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        if write(database, update, &record, self.migration)? == 0 {
            write(database, insert, &record, self.migration)?;
        }
        Ok(record)
    }
}

fn write(
    database: &mut Database,
    text: &str,
    record: &Record,
    migration: &Migration,
) -> QueryResult<usize> {
    let down = migration.down.as_ref().map(|it| it.text().to_owned());
    let query = diesel::sql_query(tables::sql(database, text)?)
        .bind::<Text, _>(record.name.clone())
        .bind::<Text, _>(record.checksum.clone())
        .bind::<Text, _>(migration.up.text().to_owned())
        .bind::<Nullable<Text>, _>(down)
        .bind::<Bool, _>(record.in_transaction)
        .bind::<Text, _>(record.state.clone())
        .bind::<Integer, _>(record.done)
        .bind::<Integer, _>(record.sequence)
        .bind::<Text, _>(record.run_on.clone())
        .bind::<Text, _>(record.version.clone());
    query.execute(&mut database.connection)
}

/// Diesel's time of the run of a version.
fn run_on(database: &mut Database, version: &str) -> QueryResult<String> {
    let query = format!("{} WHERE version = ?", applied_query(database.dialect()));
    let query = diesel::sql_query(sql(database, &query)?).bind::<Text, _>(version.to_owned());
    query.get_result::<Applied>(&mut database.connection).map(|it| it.run_on)
}
