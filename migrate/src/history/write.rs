//! Recording.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::schema::{self, __diesel_schema_migrations as diesel_rows, records};
use super::{Applied, History, Record, applied_query};
use crate::{Database, Dialect, Error, Migration, Script};

/// What stands for a problem once somebody has looked at it.
const RESUMABLE: &str = "resume";

impl Record {
    /// Whether somebody has decided that it goes on.
    pub(crate) fn is_resumable(&self) -> bool {
        self.problem.as_deref() == Some(RESUMABLE)
    }

    /// The migration as it was when it was run.
    pub(crate) fn to_migration(&self) -> Migration {
        let script = |file: &str, sql: &str| Script::new(format!("{}/{file}", self.name), sql);
        Migration {
            name: self.name.clone(),
            version: self.version.clone(),
            up: script("up.sql", &self.up_sql),
            down: self.down_sql.as_deref().map(|sql| script("down.sql", sql)),
            in_transaction: self.in_transaction,
        }
    }

    /// A record of what a migration is now.
    pub(crate) fn of(migration: &Migration, state: &str) -> Self {
        Self {
            version: migration.version.clone(),
            name: migration.name.clone(),
            checksum: migration.up.checksum(),
            up_sql: migration.up.text.clone(),
            down_sql: migration.down.as_ref().map(|it| it.text.clone()),
            in_transaction: migration.in_transaction,
            state: state.to_owned(),
            done: 0,
            problem: None,
            sequence: 0,
            run_on: String::new(),
        }
    }
}

impl History {
    /// Makes the tables where they are missing.
    pub(crate) fn create(database: &mut Database) -> Result<(), Error> {
        schema::create(database)
    }

    /// Whether a version is recorded as applied by now.
    pub(crate) fn has(database: &mut Database, version: &str) -> QueryResult<bool> {
        let row = diesel_rows::table.find(version).select(diesel_rows::version);
        let row: Option<String> = row.first(&mut database.connection).optional()?;
        Ok(row.is_some())
    }

    /// Records that a migration is applied, in Diesel's table and in ours.
    pub(crate) fn add(database: &mut Database, migration: &Migration) -> QueryResult<()> {
        diesel::insert_into(diesel_rows::table)
            .values(diesel_rows::version.eq(&migration.version))
            .execute(&mut database.connection)?;
        Self::keep(database, migration)
    }

    /// Keeps what an applied migration is, for a row that Diesel's table has already.
    pub(crate) fn keep(database: &mut Database, migration: &Migration) -> QueryResult<()> {
        let mut record = Record::of(migration, "applied");
        record.sequence = next_sequence(database)?;
        record.run_on = run_on(database, &migration.version)?;
        put(database, record)
    }

    /// Records that a migration has begun.
    pub(crate) fn begin(database: &mut Database, migration: &Migration) -> QueryResult<()> {
        put(database, Record::of(migration, "applying"))
    }

    /// Records that a migration goes on, with the file as it is now.
    pub(crate) fn resume(
        database: &mut Database,
        migration: &Migration,
        done: usize,
    ) -> QueryResult<()> {
        let mut record = Record::of(migration, "applying");
        record.done = i32::try_from(done).unwrap_or(i32::MAX);
        put(database, record)
    }

    /// Records that a migration begins to be undone, or goes on with that.
    pub(crate) fn begin_revert(
        database: &mut Database,
        version: &str,
        down: &str,
        done: usize,
    ) -> QueryResult<()> {
        let done = i32::try_from(done).unwrap_or(i32::MAX);
        let changes = (
            records::state.eq("reverting"),
            records::done.eq(done),
            records::down_sql.eq(Some(down)),
            records::problem.eq(None::<String>),
        );
        set(database, version, changes).map(drop)
    }

    /// Records that an interrupted migration may go on, with this statement or with the first that
    /// is not known to be done.
    pub(crate) fn allow(
        database: &mut Database,
        version: &str,
        from: Option<usize>,
    ) -> QueryResult<()> {
        if let Some(from) = from {
            Self::advance(database, version, from.saturating_sub(1))?;
        }
        set(database, version, (records::problem.eq(Some(RESUMABLE)),)).map(drop)
    }

    /// Records how many statements are done.
    pub(crate) fn advance(database: &mut Database, version: &str, done: usize) -> QueryResult<()> {
        let done = i32::try_from(done).unwrap_or(i32::MAX);
        set(database, version, (records::done.eq(done), records::problem.eq(None::<String>)))
            .map(drop)
    }

    /// Records what stopped a migration, and says how many statements are done.
    pub(crate) fn stop(database: &mut Database, version: &str, problem: &str) -> QueryResult<i32> {
        set(database, version, (records::problem.eq(Some(problem)),))?;
        records::table.find(version).select(records::done).first(&mut database.connection)
    }

    /// Records that an interrupted revert is to be forgotten: the migration is applied.
    pub(crate) fn settle(database: &mut Database, version: &str) -> QueryResult<()> {
        let changes = (records::state.eq("applied"), records::problem.eq(None::<String>));
        set(database, version, changes).map(drop)
    }

    /// Forgets our record alone.
    pub(crate) fn forget(database: &mut Database, version: &str) -> QueryResult<()> {
        diesel::delete(records::table.find(version)).execute(&mut database.connection).map(drop)
    }

    /// Records that a migration is not applied any more.
    pub(crate) fn remove(database: &mut Database, version: &str) -> QueryResult<()> {
        diesel::delete(diesel_rows::table.find(version)).execute(&mut database.connection)?;
        Self::forget(database, version)
    }
}

fn set<V>(database: &mut Database, version: &str, changes: V) -> QueryResult<usize>
where
    V: diesel::AsChangeset<Target = records::table>,
    diesel::dsl::Update<diesel::dsl::Find<records::table, String>, V>:
        diesel::query_dsl::methods::ExecuteDsl<crate::AnyConnection>,
{
    diesel::update(records::table.find(version.to_owned()))
        .set(changes)
        .execute(&mut database.connection)
}

fn next_sequence(database: &mut Database) -> QueryResult<i32> {
    let last: Option<i32> =
        records::table.select(max(records::sequence)).first(&mut database.connection)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Writes a record in one statement: killed between two, it would be lost.
fn put(database: &mut Database, record: Record) -> QueryResult<()> {
    let there = records::table.find(record.version.clone());
    let changed = diesel::update(there).set(&record).execute(&mut database.connection)?;
    if changed == 0 {
        let insert = diesel::insert_into(records::table).values(record);
        insert.execute(&mut database.connection)?;
    }
    Ok(())
}

/// Diesel's time of the run of a version.
fn run_on(database: &mut Database, version: &str) -> QueryResult<String> {
    let place = if database.dialect() == Dialect::Postgres { "$1" } else { "?" };
    let query = format!("{} WHERE version = {place}", applied_query(database.dialect()));
    let query = diesel::sql_query(query).bind::<Text, _>(version);
    query.get_result::<Applied>(&mut database.connection).map(|it| it.run_on)
}
