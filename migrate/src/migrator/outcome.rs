//! What is left after a failure, and what to do.

use diesel::result::Error as DieselError;

use super::Migrator;
use super::script::{Failed, Failure};
use crate::error::{Cause, is_lock_timeout};
use crate::history::History;
use crate::{Error, Script, StatementError};

/// The database reads the file in another way than we do, for want of a setting.
const ESCAPED: &str = "What it did until then stays done and is not recorded. Look at the database, \
     and write `run_in_transaction = false` into metadata.toml.";

/// What was attempted.
#[derive(Clone, Copy)]
pub(super) enum Verb {
    Run,
    Revert,
}

/// What a failed migration leaves behind.
#[derive(Clone, Copy)]
pub(super) struct Left {
    /// How many statements are done.
    statements: usize,
    /// Whether rows of the next one may be there.
    rows: bool,
}

impl Left {
    pub(super) fn is_nothing(self) -> bool {
        self.statements == 0 && !self.rows
    }
}

impl Migrator<'_> {
    /// Records what stopped a migration that runs statement by statement.
    pub(super) fn left_by(&mut self, version: &str, failure: &Failure) -> Result<Left, Error> {
        let Some(failed) = failure.stepwise() else {
            return Ok(Left { statements: 0, rows: false });
        };
        let stopped = History::stop(&mut self.database, version, &failed.error.to_string());
        let statements = stopped.map_err(Error::doing("recording what failed"))?;
        Ok(Left { statements, rows: failed.partly })
    }

    /// The failure for people.
    pub(super) fn error(
        &mut self,
        verb: Verb,
        script: &Script,
        (version, left): (&str, Left),
        failure: Failure,
    ) -> Error {
        let waited = failure.error().is_some_and(is_lock_timeout);
        let holder = if waited { self.database.lock_holder(script.text()) } else { String::new() };
        let seconds = self.options.wait.as_secs();
        if let (true, Failure::Record(_)) = (waited, &failure) {
            return Error::Locked { holder, seconds };
        }
        if let Failure::Escaped { .. } = failure {
            return failure.into_error(script, ESCAPED.to_owned());
        }
        let mut outcome = if self.in_outer {
            "All of it was rolled back: every migration is applied as it was before.".to_owned()
        } else {
            verb.left(left)
        };
        if waited {
            outcome += &format!(" Gave up after {seconds} s: {holder}.");
        }
        outcome += &verb.advice(version, left, failure.cause());
        failure.into_error(script, outcome)
    }
}

impl Verb {
    fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Revert => "revert",
        }
    }

    fn left(self, left: Left) -> String {
        let statements = match (self, left.statements) {
            (_, 0) if left.rows => String::new(),
            (Self::Run, 0) => "Nothing of this migration was kept.".to_owned(),
            (Self::Revert, 0) => "The migration stays applied.".to_owned(),
            (_, 1) => "Statement 1 stays done.".to_owned(),
            (_, count) => format!("Statements 1 to {count} stay done."),
        };
        let next = left.statements + 1;
        let rows = format!(
            "Rows that statement {next} wrote to a table without transactions may be there: look at it \
             before you go on."
        );
        let parts = [statements, if left.rows { rows } else { String::new() }];
        parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn advice(self, version: &str, left: Left, cause: Cause) -> String {
        let (again, remedy) = (self.word(), cause.remedy());
        if left.is_nothing() {
            return format!(" {remedy} and {again} again.");
        }
        let from = match cause {
            Cause::File => format!(" from statement {} on,", left.statements + 1),
            _ if remedy.ends_with(',') => String::new(),
            _ => ",".to_owned(),
        };
        format!(
            " {remedy}{from} then `conjoin migration repair {version} --retry` and {again} again."
        )
    }
}

impl Failure {
    fn cause(&self) -> Cause {
        match self {
            Self::Commit { cause, .. } => *cause,
            _ => self.error().map_or(Cause::File, Cause::of),
        }
    }

    fn into_error(self, script: &Script, outcome: String) -> Error {
        let path = script.path.clone();
        match self {
            Self::Statement(failed) => {
                let Failed { index, of, statement, offset, error, .. } = *failed;
                let place = (index + 1, of);
                let statement = (&statement, offset);
                let error = StatementError::new(path, place, statement, &error, outcome);
                Error::Statement(Box::new(error))
            }
            Self::Commit { of, message, cause } => {
                let whole = StatementError::whole(path, (of, of), (message, cause), outcome);
                Error::Statement(Box::new(whole))
            }
            Self::Escaped { of } => {
                let message = "the file ended the transaction that it ran in".to_owned();
                let message = (message, Cause::File);
                Error::Statement(Box::new(StatementError::whole(path, (of, of), message, outcome)))
            }
            Self::Unplaced(error) => {
                let message = (error.to_string(), Cause::of(&error));
                Error::Statement(Box::new(StatementError::whole(path, (0, 0), message, outcome)))
            }
            Self::Record(error) => {
                Error::Database { doing: "recording the migration".into(), error }
            }
            Self::Raced => Error::doing("running the migration")(DieselError::RollbackTransaction),
        }
    }
}
