//! All or nothing.

use diesel::QueryResult;

use super::Migrator;
use super::script::Failure;
use crate::error::Cause;
use crate::history::History;
use crate::{Dialect, Script, Statement};

impl Migrator<'_> {
    /// Runs something within a transaction, or as a part of the one around it.
    pub(super) fn in_transaction(
        &mut self,
        script: &Script,
        work: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.in_outer {
            return work(self);
        }
        let statements = script.checked(self.database.dialect());
        let unbound = statements.iter().any(Statement::switches_foreign_keys_off);
        let keys =
            if unbound { Some(self.switch_keys_off().map_err(Failure::Record)?) } else { None };
        let done = self.commit(keys.as_ref(), statements.len(), work);
        if done.is_err() {
            // There may be none left, on a connection that was lost for instance.
            let _ = self.database.execute("ROLLBACK");
        }
        match keys {
            Some(keys) => done.and(self.database.execute(keys.restore).map_err(Failure::Record)),
            None => done,
        }
    }

    fn commit(
        &mut self,
        keys: Option<&Keys>,
        of: usize,
        work: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.begin().map_err(Failure::Record)?;
        work(self)?;
        self.check_keys(keys, of)?;
        let commit = self.database.execute("COMMIT");
        commit.map_err(|error| Failure::Commit {
            of,
            message: error.to_string(),
            cause: Cause::of(&error),
        })
    }

    pub(super) fn begin(&mut self) -> QueryResult<()> {
        match self.database.dialect() {
            // At once a writer, so that it waits here and not midway.
            Dialect::Sqlite => self.database.execute("BEGIN IMMEDIATE"),
            // What waits for a lock on a table has everybody else wait behind it.
            Dialect::Postgres => self.database.execute("BEGIN; SET LOCAL lock_timeout = '2s'"),
            Dialect::Mysql => self.database.execute("START TRANSACTION"),
        }
    }

    /// Records in both tables at once.
    pub(super) fn record_in_transaction(
        &mut self,
        work: impl FnOnce(&mut History, &mut crate::Database) -> QueryResult<()>,
    ) -> QueryResult<()> {
        let recorded = self.begin().and_then(|()| work(&mut self.history, &mut self.database));
        let recorded = recorded.and_then(|()| self.database.execute("COMMIT"));
        if recorded.is_err() {
            let _ = self.database.execute("ROLLBACK");
        }
        recorded
    }

    /// SQLite ignores this within a transaction, so that `DROP TABLE` would take the rows of other
    /// tables with it.
    fn switch_keys_off(&mut self) -> QueryResult<Keys> {
        let on = self
            .database
            .values("SELECT CAST(foreign_keys AS TEXT) AS value FROM pragma_foreign_keys")?;
        let broken = self.broken_keys()?;
        self.database.execute("PRAGMA foreign_keys = OFF")?;
        let was_on = on.iter().any(|it| it == "1");
        let restore = if was_on { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" };
        Ok(Keys { restore, broken })
    }

    /// Refuses rows that refer to nothing, unless they did so before.
    fn check_keys(&mut self, keys: Option<&Keys>, of: usize) -> Result<(), Failure> {
        let Some(keys) = keys else { return Ok(()) };
        let broken = self.broken_keys().map_err(Failure::Record)?;
        let mut new = broken.iter().filter(|it| !keys.broken.contains(it));
        let Some(first) = new.next() else { return Ok(()) };
        let more = match new.count() {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let message = format!("foreign keys would be broken afterwards: {first}{more}");
        Err(Failure::Commit { of, message, cause: Cause::File })
    }

    fn broken_keys(&mut self) -> QueryResult<Vec<String>> {
        self.database.values(
            "SELECT \"table\" || coalesce(' row ' || rowid, '') || ' refers to no row of ' || parent \
             AS value FROM pragma_foreign_key_check",
        )
    }
}

/// How foreign keys were before they were switched off.
struct Keys {
    restore: &'static str,
    broken: Vec<String>,
}
