//! Creates the two tables.

use diesel::prelude::*;

use super::tables::{self, DIESEL, OURS};
use crate::{Database, Dialect, Error};

/// What Diesel creates, exactly, except for the schema.
const DIESEL_TABLE: &str = "CREATE TABLE IF NOT EXISTS {diesel} (\
    version VARCHAR(50) PRIMARY KEY NOT NULL,\
    run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)";

fn our_table(dialect: Dialect) -> String {
    // Files may hold any character, whatever the database is set to, and a record is to be undone
    // with the transaction that it is a part of.
    let (text, options) = match dialect {
        Dialect::Mysql => ("LONGTEXT", " ENGINE = InnoDB CHARACTER SET utf8mb4"),
        _ => ("TEXT", ""),
    };
    format!(
        "CREATE TABLE IF NOT EXISTS {{ours}} (\
         version VARCHAR(50) PRIMARY KEY NOT NULL, name {text} NOT NULL, \
         checksum VARCHAR(64) NOT NULL, up_sql {text} NOT NULL, down_sql {text}, \
         in_transaction BOOLEAN NOT NULL, state VARCHAR(16) NOT NULL, done INTEGER NOT NULL, \
         problem {text}, sequence INTEGER NOT NULL, run_on VARCHAR(64) NOT NULL){options}"
    )
}

/// Creates the tables if they do not exist.
pub(super) fn create(database: &mut Database) -> Result<(), Error> {
    let ours = our_table(database.dialect());
    for (table, sql) in [(DIESEL, DIESEL_TABLE), (OURS, &ours)] {
        let there = |database: &mut Database| tables::exists(database, table);
        let create = |database: &mut Database| -> QueryResult<()> {
            if there(database)? {
                return Ok(());
            }
            let sql = tables::sql(database, sql)?;
            // Diesel may make its table at the same moment; PostgreSQL makes an error of that.
            database.execute(&sql).or_else(|error| match there(database) {
                Ok(true) => Ok(()),
                _ => Err(error),
            })
        };
        create(database).map_err(Error::doing(format!("creating the table {table}")))?;
    }
    if database.dialect() == Dialect::Mysql {
        widen(database).map_err(Error::doing("preparing the table __conjoin_migrations"))?;
    }
    Ok(())
}

/// Our table as created by earlier versions has the character set of the database, which may be
/// small.
fn widen(database: &mut Database) -> QueryResult<()> {
    let narrow = tables::sql(
        database,
        "SELECT 'yes' AS value FROM information_schema.columns WHERE column_name = 'up_sql' \
         AND character_set_name <> 'utf8mb4' AND table_name = '__conjoin_migrations' \
         AND table_schema = DATABASE()",
    )?;
    if database.values(&narrow)?.is_empty() {
        return Ok(());
    }
    let sql = tables::sql(database, "ALTER TABLE {ours} CONVERT TO CHARACTER SET utf8mb4")?;
    database.execute(&sql)
}
