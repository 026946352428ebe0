//! Sending the statements of a file.

use diesel::QueryResult;
use diesel::result::Error as DieselError;

use super::Migrator;
use crate::error::is_lock_timeout;
use crate::history::History;
use crate::{Dialect, Event, Script, Statement};

/// Why a file was not run to its end.
pub(super) enum Failure {
    /// A statement failed.
    Statement {
        index: usize,
        of: usize,
        statement: Box<Statement>,
        error: DieselError,
        /// Whether what went before it stays done.
        stepwise: bool,
    },
    /// The statements are fine by themselves, and the state that they lead to is not.
    Commit { of: usize, message: String },
    /// Recording failed.
    Record(DieselError),
    /// Another tool applied it.
    Raced,
}

impl Failure {
    pub(super) fn record(error: DieselError) -> Self {
        Self::Record(error)
    }
}

impl Migrator<'_> {
    /// Whether a file can run within a transaction that undoes all of it.
    pub(super) fn runs_whole(&self, script: &Script, in_transaction: bool) -> bool {
        let dialect = self.database.dialect();
        in_transaction && !script.statements(dialect).iter().any(Statement::may_commit)
    }

    /// Runs something within a transaction, or as a part of the one around it.
    pub(super) fn in_transaction(
        &mut self,
        script: &Script,
        work: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.in_outer {
            return work(self);
        }
        let statements = script.statements(self.database.dialect());
        let of = statements.len();
        let unbound = statements.iter().any(Statement::switches_foreign_keys_off);
        let keys =
            if unbound { Some(self.switch_keys_off().map_err(Failure::Record)?) } else { None };
        let done = self.begin().map_err(Failure::Record).and_then(|()| {
            let done = work(self).and_then(|()| self.check_keys(keys.as_ref(), of));
            done.and_then(|()| {
                let commit = self.database.execute("COMMIT");
                commit.map_err(|error| Failure::Commit { of, message: error.to_string() })
            })
        });
        if done.is_err() {
            // There may be none left, on a connection that was lost for instance.
            let _ = self.database.execute("ROLLBACK");
        }
        if let Some(keys) = keys {
            let restored = self.database.execute(keys.restore);
            done.and(restored.map_err(Failure::Record))
        } else {
            done
        }
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

    pub(super) fn send_all(&mut self, name: &str, script: &Script) -> Result<(), Failure> {
        let statements = script.statements(self.database.dialect());
        let of = statements.len();
        for (index, statement) in statements.into_iter().enumerate() {
            self.send(index, of, statement, false)?;
            self.tell(Event::StatementDone { name: name.to_owned(), number: index + 1, of });
        }
        Ok(())
    }

    /// Sends all statements but those that are done, and records each.
    pub(super) fn send_each(
        &mut self,
        name: &str,
        version: &str,
        script: &Script,
        done: usize,
    ) -> Result<(), Failure> {
        let statements = script.statements(self.database.dialect());
        let of = statements.len();
        for (index, statement) in statements.into_iter().enumerate().skip(done) {
            self.with_patience(name, |it| {
                let sent = it.send(index, of, statement.clone(), true);
                if let Err(Failure::Statement { error, .. }) = &sent
                    && !is_lock_timeout(error)
                {
                    // The file may have begun a transaction of its own.
                    let _ = it.database.execute("ROLLBACK");
                }
                sent
            })?;
            History::advance(&mut self.database, version, index + 1).map_err(Failure::Record)?;
            self.tell(Event::StatementDone { name: name.to_owned(), number: index + 1, of });
        }
        Ok(())
    }

    fn send(
        &mut self,
        index: usize,
        of: usize,
        statement: Statement,
        stepwise: bool,
    ) -> Result<(), Failure> {
        let sent = self.database.execute(&statement.sql);
        sent.map_err(|error| {
            let statement = Box::new(statement);
            Failure::Statement { index, of, statement, error, stepwise }
        })
    }

    /// Records in both tables at once.
    pub(super) fn record_in_transaction(
        &mut self,
        work: impl FnOnce(&mut Self) -> QueryResult<()>,
    ) -> QueryResult<()> {
        let recorded = self.begin().and_then(|()| work(self));
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
        Err(Failure::Commit { of, message })
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
