//! The settings of the connection, which a migration may change and the next one must not meet.
//!
//! Each migration starts with what the first one found, and so does what is recorded after it.

mod mysql;
mod postgres;
mod sqlite;

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::{Database, Dialect};

/// What the first migration finds.
pub(crate) struct Session {
    settings: Vec<Setting>,
}

/// A setting as the database names and spells it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    value: String,
}

impl Session {
    pub(crate) fn take(database: &mut Database) -> QueryResult<Self> {
        let settings = match database.dialect() {
            Dialect::Sqlite => sqlite::take(database)?,
            Dialect::Postgres => postgres::take(database)?,
            Dialect::Mysql => mysql::take(database)?,
        };
        Ok(Self { settings })
    }

    /// Sets everything back.
    pub(crate) fn restore(&self, database: &mut Database) -> QueryResult<()> {
        match database.dialect() {
            Dialect::Sqlite => sqlite::restore(database, &self.settings),
            Dialect::Postgres => postgres::restore(database, &self.settings),
            Dialect::Mysql => mysql::restore(database, &self.settings),
        }
    }

    /// Takes the role of the first migration, which owns the history, and returns the present one if
    /// that is another.
    pub(crate) fn enter_role(&self, database: &mut Database) -> QueryResult<Option<String>> {
        if database.dialect() != Dialect::Postgres {
            return Ok(None);
        }
        let now = database.values("SELECT current_setting('role') AS value")?.concat();
        match self.settings.iter().find(|it| it.name == "role") {
            Some(first) if first.value != now => {
                self.leave_role(database, &first.value).map(|()| Some(now))
            }
            _ => Ok(None),
        }
    }

    /// Goes back to a role.
    pub(crate) fn leave_role(&self, database: &mut Database, role: &str) -> QueryResult<()> {
        let set = "SELECT set_config('role', $1, false) AS value";
        database.values_with(set, role).map(drop)
    }
}

impl Database {
    fn settings(&mut self, sql: &str) -> QueryResult<Vec<Setting>> {
        diesel::sql_query(sql).load(&mut self.connection)
    }
}
