//! Sending the statements of a file.

use diesel::QueryResult;
use diesel::result::Error as DieselError;

use super::Migrator;
use crate::error::{Cause, offset};
use crate::history::History;
use crate::sql::step;
use crate::{Dialect, Event, Script, Statement};

/// Why a file did not run to its end.
pub(super) enum Failure {
    Statement(Box<Failed>),
    /// The database does not report which statement of a file failed.
    Unplaced(DieselError),
    /// The statements themselves are fine, but the resulting state is not.
    Commit {
        of: usize,
        message: String,
        cause: Cause,
    },
    /// The file ended the transaction that it ran in.
    Escaped {
        of: usize,
    },
    /// Recording failed.
    Record(DieselError),
    /// Another tool applied it.
    Raced,
}

/// A statement that failed.
pub(super) struct Failed {
    pub(super) index: usize,
    pub(super) of: usize,
    pub(super) statement: Statement,
    /// The byte where it failed, if the database reports it.
    pub(super) offset: Option<usize>,
    pub(super) error: DieselError,
    /// Whether the statements before it stay done.
    pub(super) stepwise: bool,
    /// Whether rows that it wrote itself may stay, too.
    pub(super) partly: bool,
}

impl Failure {
    /// The error of the database.
    pub(super) fn error(&self) -> Option<&DieselError> {
        match self {
            Self::Statement(failed) => Some(&failed.error),
            Self::Unplaced(error) | Self::Record(error) => Some(error),
            Self::Commit { .. } | Self::Escaped { .. } | Self::Raced => None,
        }
    }

    /// The statement that failed, if those before it stay done.
    pub(super) fn stepwise(&self) -> Option<&Failed> {
        match self {
            Self::Statement(failed) if failed.stepwise => Some(failed),
            _ => None,
        }
    }

    fn at(index: usize, statements: &[Statement], error: DieselError) -> Self {
        let statement = statements[index].clone();
        let offset = offset(&statement.sql, &error);
        let (of, stepwise, partly) = (statements.len(), false, false);
        Self::Statement(Box::new(Failed { index, of, statement, offset, error, stepwise, partly }))
    }
}

const SAVEPOINT: &str = "SAVEPOINT conjoin_file";
const ROLLBACK_TO: &str = "ROLLBACK TO SAVEPOINT conjoin_file";
const RELEASE: &str = "RELEASE SAVEPOINT conjoin_file";

impl Migrator<'_> {
    /// Sends a file within a transaction. SQLite and PostgreSQL run it as a whole and decide
    /// themselves where a statement ends.
    pub(super) fn send_all(&mut self, name: &str, script: &Script) -> Result<(), Failure> {
        let statements = script.checked(self.database.dialect());
        let of = statements.len();
        if self.database.dialect() == Dialect::Mysql {
            for (index, statement) in statements.iter().enumerate() {
                let sent = self.database.execute(&statement.sql);
                sent.map_err(|error| Failure::at(index, &statements, error))?;
            }
        } else if of > 0 {
            self.send_whole(script, &statements)?; // Comments alone are an error to PostgreSQL's client.
        }
        self.tell(Event::StatementDone { name: name.to_owned(), number: of, of });
        Ok(())
    }

    fn send_whole(&mut self, script: &Script, statements: &[Statement]) -> Result<(), Failure> {
        self.database.execute(SAVEPOINT).map_err(Failure::Record)?;
        if let Err(error) = self.database.execute(script.text()) {
            return Err(self.locate(script, statements, error));
        }
        // It is gone if the file ended the transaction in spite of all checks.
        self.database.execute(RELEASE).map_err(|_| Failure::Escaped { of: statements.len() })
    }

    /// Finds the statement that failed in a file that was sent whole.
    fn locate(&mut self, script: &Script, statements: &[Statement], error: DieselError) -> Failure {
        let is_told = self.database.dialect() == Dialect::Postgres;
        if let Some(at) = is_told.then(|| offset(script.text(), &error)).flatten()
            && let Some(index) = statements.iter().rposition(|it| it.start <= at)
        {
            let mut failure = Failure::at(index, statements, error);
            if let Failure::Statement(failed) = &mut failure {
                failed.offset = Some((at - failed.statement.start).min(failed.statement.sql.len()));
            }
            return failure;
        }
        let certain = [Cause::File, Cause::Rights, Cause::ReadOnly].contains(&Cause::of(&error));
        match statements {
            [_] => Failure::at(0, statements, error),
            _ if certain => self.send_again(statements).unwrap_or(Failure::Unplaced(error)),
            _ => Failure::Unplaced(error),
        }
    }

    /// Finds it by sending the statements one by one. Their changes are rolled back, like those of
    /// the first attempt.
    fn send_again(&mut self, statements: &[Statement]) -> Option<Failure> {
        self.database.execute(ROLLBACK_TO).ok()?;
        let (index, error) = statements.iter().enumerate().find_map(|(index, statement)| {
            Some((index, self.database.execute(&statement.sql).err()?))
        })?;
        Some(Failure::at(index, statements, error))
    }

    /// Sends all statements except those that are done, and records each.
    pub(super) fn send_each(
        &mut self,
        name: &str,
        version: &str,
        script: &Script,
        done: usize,
    ) -> Result<(), Failure> {
        let statements = script.checked(self.database.dialect());
        let of = statements.len();
        let mut next = done;
        while next < of {
            let step = step(&statements, next);
            for index in step.clone() {
                let sent = self.send_patiently(name, &statements, index);
                sent.or_else(|failure| Err(self.give_up(version, step.start, failure)?))?;
                self.tell(Event::StatementDone { name: name.to_owned(), number: index + 1, of });
            }
            next = step.end;
            self.advance(version, next).map_err(Failure::Record)?;
        }
        Ok(())
    }

    fn send_patiently(
        &mut self,
        name: &str,
        statements: &[Statement],
        index: usize,
    ) -> Result<(), Failure> {
        self.with_patience(name, |it| {
            let sent = it.database.execute(&statements[index].sql);
            sent.map_err(|error| Failure::at(index, statements, error))
        })
    }

    /// After a statement failed: ends a transaction or a lock on tables that the file may have
    /// begun.
    fn give_up(
        &mut self,
        version: &str,
        step: usize,
        failure: Failure,
    ) -> Result<Failure, Failure> {
        let Failure::Statement(mut failed) = failure else { return Ok(failure) };
        failed.stepwise = true;
        let commits = self.commits_each();
        let _ = self.database.execute("ROLLBACK");
        if self.database.dialect() == Dialect::Mysql {
            let _ = self.database.execute("UNLOCK TABLES");
            failed.partly = !failed.statement.may_commit() && self.has_plain_tables();
        }
        if failed.index > step && commits {
            self.advance(version, failed.index).map_err(Failure::Record)?;
        }
        Ok(Failure::Statement(failed))
    }

    /// Whether MariaDB keeps each statement at once.
    fn commits_each(&mut self) -> bool {
        let commits = "SELECT 'yes' AS value FROM DUAL WHERE @@autocommit";
        self.database.dialect() == Dialect::Mysql
            && self.database.values(commits).is_ok_and(|it| !it.is_empty())
    }

    /// Whether there are tables without transactions.
    pub(super) fn has_plain_tables(&mut self) -> bool {
        let plain = "SELECT 'yes' AS value FROM information_schema.tables t \
             JOIN information_schema.engines e ON e.engine = t.engine \
             WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' \
             AND e.transactions <> 'YES' LIMIT 1";
        self.database.dialect() == Dialect::Mysql
            && self.database.values(plain).is_ok_and(|it| !it.is_empty())
    }

    /// Records what is done, with the rights that the first migration had.
    fn advance(&mut self, version: &str, done: usize) -> QueryResult<()> {
        let database = &mut self.database;
        let session = self.session.as_ref();
        let role = session.map(|it| it.enter_role(database)).transpose()?.flatten();
        History::advance(database, version, done)?;
        session.zip(role).map_or(Ok(()), |(it, role)| it.leave_role(database, &role))
    }

    /// Whether a file can run in a transaction that can roll all of it back.
    pub(super) fn runs_whole(&mut self, script: &Script, in_transaction: bool) -> bool {
        let statements = script.checked(self.database.dialect());
        in_transaction && !statements.iter().any(Statement::may_commit) && !self.has_plain_tables()
    }

    /// Restores the settings before the record is written in the transaction of a migration.
    /// SQLite's cannot be changed there, and do no harm.
    pub(super) fn restore_to_record(&mut self, script: &Script) -> Result<(), Failure> {
        let restored = match self.database.dialect() {
            Dialect::Sqlite => Ok(()),
            _ => self.restore_session(script),
        };
        restored.map_err(Failure::Record)
    }

    /// Lets the next migration start with the same settings as the first one.
    pub(super) fn restore_session(&mut self, script: &Script) -> QueryResult<()> {
        let statements = script.checked(self.database.dialect());
        match &self.session {
            Some(session) if statements.iter().any(Statement::may_change_session) => {
                session.restore(&mut self.database)
            }
            _ => Ok(()),
        }
    }
}
