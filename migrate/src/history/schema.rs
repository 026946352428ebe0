//! The two tables.

use diesel::prelude::*;

use crate::{Database, Dialect, Error};

diesel::table! {
    __diesel_schema_migrations (version) {
        version -> VarChar,
        run_on -> Timestamp,
    }
}

diesel::table! {
    #[sql_name = "__conjoin_migrations"]
    records (version) {
        version -> VarChar,
        name -> Text,
        checksum -> VarChar,
        up_sql -> Text,
        down_sql -> Nullable<Text>,
        in_transaction -> Bool,
        state -> VarChar,
        done -> Integer,
        problem -> Nullable<Text>,
        sequence -> Integer,
        run_on -> VarChar,
    }
}

/// What Diesel creates, letter by letter.
const DIESEL: &str = "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (\
    version VARCHAR(50) PRIMARY KEY NOT NULL,\
    run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)";

fn ours(dialect: Dialect) -> String {
    let text = if dialect == Dialect::Mysql { "LONGTEXT" } else { "TEXT" };
    format!(
        "CREATE TABLE IF NOT EXISTS __conjoin_migrations (\
         version VARCHAR(50) PRIMARY KEY NOT NULL, name {text} NOT NULL, \
         checksum VARCHAR(64) NOT NULL, up_sql {text} NOT NULL, down_sql {text}, \
         in_transaction BOOLEAN NOT NULL, state VARCHAR(16) NOT NULL, done INTEGER NOT NULL, \
         problem {text}, sequence INTEGER NOT NULL, run_on VARCHAR(64) NOT NULL)"
    )
}

/// Makes the tables where they are not there yet.
pub(super) fn create(database: &mut Database) -> Result<(), Error> {
    let ours = ours(database.dialect());
    for (table, sql) in [("__diesel_schema_migrations", DIESEL), ("__conjoin_migrations", &ours)] {
        let there = |database: &mut Database| super::exists(database, table);
        let create = |database: &mut Database| -> QueryResult<()> {
            if there(database)? {
                return Ok(());
            }
            // Diesel may make its table at the same moment; PostgreSQL makes an error of that.
            database.execute(sql).or_else(|error| match there(database) {
                Ok(true) => Ok(()),
                _ => Err(error),
            })
        };
        create(database).map_err(Error::doing(format!("creating the table {table}")))?;
    }
    Ok(())
}
