//! Applying migrations.

use std::time::{Duration, Instant};

use super::Migrator;
use super::outcome::Verb;
use super::script::Failure;
use crate::error::is_lock_timeout;
use crate::history::History;
use crate::lock::Lock;
use crate::{Dialect, Error, Event, Migration, Migrations};

impl Migrator<'_> {
    /// Runs the pending migrations, up to a version if one is given, and returns the names of those
    /// that were run. Any number of processes may call it at once.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] before anything ran; [`Error::Statement`] after the migrations before it
    /// were applied; [`Error::Interrupted`] if an earlier run left something half done.
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

    /// Whether we applied it: another tool may have been faster.
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
        let restored = self.restore_session(&migration.up);
        match done {
            Ok(()) => restored.map(|()| true).map_err(Error::doing("setting the connection back")),
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
            it.restore_to_record(&migration.up)?;
            it.history.add(&mut it.database, migration).map_err(Failure::Record)
        })
    }

    /// One statement after the other, each recorded when it is done.
    fn apply_stepwise(&mut self, migration: &Migration) -> Result<(), Failure> {
        let version = &migration.version;
        let done = self.history.done(version).unwrap_or(0);
        History::begin(&mut self.database, migration, done).map_err(Failure::Record)?;
        self.send_each(&migration.name, version, &migration.up, done)?;
        self.restore_session(&migration.up).map_err(Failure::Record)?;
        let recorded =
            self.record_in_transaction(|history, database| history.add(database, migration));
        recorded.map_err(Failure::Record)
    }

    /// Tries again while the only obstacle is a lock that somebody holds.
    pub(super) fn with_patience(
        &mut self,
        name: &str,
        mut work: impl FnMut(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let start = Instant::now();
        let mut pause = Duration::from_millis(100);
        loop {
            match work(self) {
                Err(failure)
                    if failure.error().is_some_and(is_lock_timeout)
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

    /// Interprets a failure: it is none if another tool has applied the migration meanwhile.
    fn explain(&mut self, migration: &Migration, failure: Failure) -> Result<bool, Error> {
        let version = &migration.version;
        if self.applied_elsewhere(version, &failure)? {
            let forgotten = self.history.forget(&mut self.database, version);
            forgotten.map_err(Error::doing("tidying up"))?;
            return Ok(false);
        }
        let left = self.left_by(version, &failure)?;
        if left.is_nothing() && failure.stepwise().is_some() {
            let forgotten = self.history.forget(&mut self.database, version);
            forgotten.map_err(Error::doing("tidying up"))?;
        }
        Err(self.error(Verb::Run, &migration.up, (version, left), failure))
    }

    fn applied_elsewhere(&mut self, version: &str, failure: &Failure) -> Result<bool, Error> {
        if matches!(failure, Failure::Raced) {
            return Ok(true);
        }
        if self.in_outer {
            return Ok(false);
        }
        // On MariaDB the tables of a migration are there before its record is.
        let first = matches!(failure, Failure::Statement(failed) if failed.index == 0);
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
