//! Applying migrations.

use std::time::{Duration, Instant};

use super::Migrator;
use super::script::Failure;
use crate::error::is_lock_timeout;
use crate::history::History;
use crate::lock::Lock;
use crate::{Dialect, Error, Event, Migration, Migrations, StatementError};

impl Migrator<'_> {
    /// Runs what was not run yet, up to a version if one is given, and returns the names of what
    /// was run. Any number of processes may do so at once.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] before anything ran; [`Error::Statement`] after what went before was
    /// applied; [`Error::Interrupted`] when an earlier run left something half done.
    pub fn run(&mut self, migrations: &Migrations, to: Option<&str>) -> Result<Vec<String>, Error> {
        self.prepare()?;
        self.reload()?;
        // Before the lock: files that are refused should leave no trace of it.
        let pending = self.pending(migrations, to)?;
        self.check(&pending, migrations)?;
        if pending.is_empty() && self.is_settled(migrations) {
            return Ok(Vec::new()); // Nobody needs to wait to do nothing.
        }
        self.exclusively(|it, lock| {
            it.refuse_unfinished()?;
            it.adopt(migrations)?;
            let pending = it.pending(migrations, to)?;
            it.check_resumed(pending.iter().map(|it| (it.version.as_str(), &it.up)))?;
            it.apply_all(&pending, lock)
        })
    }

    pub(super) fn apply_all(
        &mut self,
        pending: &[Migration],
        lock: &mut Lock,
    ) -> Result<Vec<String>, Error> {
        let mut applied = Vec::new();
        for (index, migration) in pending.iter().enumerate() {
            lock.check()?;
            let name = migration.name.clone();
            self.tell(Event::Running { name: name.clone(), number: index + 1, of: pending.len() });
            if self.apply(migration)? {
                applied.push(name.clone());
                self.tell(Event::Applied { name });
            } else {
                self.tell(Event::AppliedElsewhere { name });
            }
        }
        Ok(applied)
    }

    /// Whether it was applied by us: another tool may have been faster.
    fn apply(&mut self, migration: &Migration) -> Result<bool, Error> {
        let applied = History::has(&mut self.database, &migration.version);
        if applied.map_err(Error::doing("reading the history of migrations"))? {
            return Ok(false);
        }
        let done = if self.runs_whole(&migration.up, migration.in_transaction) {
            self.with_patience(&migration.name, |it| it.apply_whole(migration))
        } else {
            self.apply_stepwise(migration)
        };
        match done {
            Ok(()) => Ok(true),
            Err(failure) => self.explain(migration, failure),
        }
    }

    /// All of it, and its record, or nothing.
    fn apply_whole(&mut self, migration: &Migration) -> Result<(), Failure> {
        self.in_transaction(&migration.up, |it| {
            if History::has(&mut it.database, &migration.version).map_err(Failure::Record)? {
                return Err(Failure::Raced);
            }
            it.send_all(&migration.name, &migration.up)?;
            History::add(&mut it.database, migration).map_err(Failure::record)
        })
    }

    /// One statement after the other, each recorded when it is done.
    fn apply_stepwise(&mut self, migration: &Migration) -> Result<(), Failure> {
        let version = &migration.version;
        let resumed = self.history.unfinished().find(|it| it.version == *version);
        let done = resumed.map_or(0, |it| usize::try_from(it.done).unwrap_or(0));
        let begun = match resumed {
            Some(_) => History::resume(&mut self.database, migration, done),
            None => History::begin(&mut self.database, migration),
        };
        begun.map_err(Failure::record)?;
        self.send_each(&migration.name, version, &migration.up, done)?;
        let recorded = self.record_in_transaction(|it| History::add(&mut it.database, migration));
        recorded.map_err(Failure::Record)
    }

    /// Tries again while all that is in the way is a lock that somebody holds.
    pub(super) fn with_patience(
        &mut self,
        name: &str,
        mut work: impl FnMut(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let start = Instant::now();
        let mut pause = Duration::from_millis(100);
        loop {
            match work(self) {
                Err(Failure::Statement { error, .. } | Failure::Record(error))
                    if is_lock_timeout(&error)
                        && start.elapsed() < self.options.wait
                        && !self.in_outer =>
                {
                    self.tell(Event::WaitingForTable { name: name.to_owned() });
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_secs(2));
                }
                done => return done,
            }
        }
    }

    /// What a failure means: nothing, if another tool has applied the migration meanwhile.
    fn explain(&mut self, migration: &Migration, failure: Failure) -> Result<bool, Error> {
        let version = &migration.version;
        if self.applied_elsewhere(version, &failure)? {
            History::forget(&mut self.database, version).map_err(Error::doing("tidying up"))?;
            return Ok(false);
        }
        let kept = match &failure {
            Failure::Statement { error, stepwise: true, .. } => {
                let stopped = History::stop(&mut self.database, version, &error.to_string());
                stopped.map_err(Error::doing("recording what failed"))?
            }
            _ => 0,
        };
        if kept == 0 && matches!(failure, Failure::Statement { stepwise: true, .. }) {
            History::forget(&mut self.database, version).map_err(Error::doing("tidying up"))?;
        }
        Err(failure.into_error(&migration.up, outcome(version, kept)))
    }

    fn applied_elsewhere(&mut self, version: &str, failure: &Failure) -> Result<bool, Error> {
        if matches!(failure, Failure::Raced) {
            return Ok(true);
        }
        if self.in_outer {
            return Ok(false);
        }
        // On MariaDB the tables of a migration are there before its record is.
        let first = matches!(failure, Failure::Statement { index: 0, .. });
        let patience = first && self.database.dialect() == Dialect::Mysql;
        for _ in 0..if patience { 20 } else { 1 } {
            self.reload()?;
            if self.history.is_applied(version) {
                return Ok(true);
            }
            if patience {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Ok(false)
    }
}

fn outcome(version: &str, kept: i32) -> String {
    match kept {
        0 => "Nothing of this migration was kept. Correct the file and run again.".to_owned(),
        kept => stay_done(version, kept, "run"),
    }
}

/// What to do about a migration of which some statements are done.
pub(super) fn stay_done(version: &str, kept: i32, again: &str) -> String {
    let which = match kept {
        1 => "Statement 1 stays done".to_owned(),
        _ => format!("Statements 1 to {kept} stay done"),
    };
    format!(
        "{which}: correct the file from statement {} on, then `conjoin migration repair {version} \
         --retry` and {again} again.",
        kept + 1
    )
}

impl Failure {
    pub(super) fn into_error(self, script: &crate::Script, outcome: String) -> Error {
        let path = script.path.clone();
        match self {
            Self::Statement { index, of, statement, error, .. } => {
                let place = (index + 1, of);
                Error::Statement(Box::new(StatementError::new(
                    path, place, &statement, &error, outcome,
                )))
            }
            Self::Commit { of, message } => {
                Error::Statement(Box::new(StatementError::whole(path, of, message, outcome)))
            }
            Self::Record(error) => {
                Error::Database { doing: "recording the migration".into(), error }
            }
            Self::Raced => {
                Error::doing("running the migration")(diesel::result::Error::RollbackTransaction)
            }
        }
    }
}
