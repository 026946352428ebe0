//! Reverting migrations.

use super::Migrator;
use super::outcome::Verb;
use super::script::Failure;
use crate::check::{is_empty, refusals};
use crate::history::History;
use crate::lock::Lock;
use crate::{Error, Event, Migration, Migrations, Refusal, Script};

/// An applied migration and the SQL that reverts it.
pub(super) struct Undo {
    pub(super) version: String,
    pub(super) name: String,
    pub(super) down: Script,
    pub(super) in_transaction: bool,
    /// Whether `up.sql` has statements.
    does_something: bool,
}

impl Migrator<'_> {
    /// Reverts the last `count` migrations, the last applied one first, and returns their names.
    /// Those whose folder is gone are reverted with the stored SQL.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] if one of them cannot be reverted, before any is.
    pub fn revert(&mut self, migrations: &Migrations, count: usize) -> Result<Vec<String>, Error> {
        self.exclusively(|it, lock| {
            it.refuse_unfinished()?;
            it.adopt(migrations)?;
            let undos = it.undos(migrations, count)?;
            it.check_resumed(undos.iter().map(|it| (it.version.as_str(), &it.down)))?;
            it.revert_all(&undos, lock)
        })
    }

    /// What reverts the last applied migrations; all of it is checked.
    pub(super) fn undos(
        &mut self,
        migrations: &Migrations,
        count: usize,
    ) -> Result<Vec<Undo>, Error> {
        self.warn_of_order(count);
        let versions: Vec<_> =
            self.history.applied.iter().rev().take(count).map(|it| it.version.clone()).collect();
        let (mut undos, mut refused) = (Vec::new(), Vec::new());
        for version in versions {
            match self.undo(migrations, &version)? {
                Ok(undo) => {
                    let dialect = self.database.dialect();
                    refused.extend(refusals(&undo.down, undo.in_transaction, dialect));
                    refused.extend(self.check_down(&undo));
                    undos.push(undo);
                }
                Err(refusal) => refused.push(*refusal),
            }
        }
        if refused.is_empty() { Ok(undos) } else { Err(Error::Refused(refused)) }
    }

    fn undo(
        &mut self,
        migrations: &Migrations,
        version: &str,
    ) -> Result<Result<Undo, Box<Refusal>>, Error> {
        let Some(migration) = migrations.get(version) else { return self.kept_undo(version) };
        let path = migration.up.path.with_file_name("down.sql");
        let down = migration.down.clone().ok_or_else(|| missing(path));
        Ok(down.map(|down| self.undo_by(migration, down)))
    }

    fn undo_by(&self, migration: &Migration, down: Script) -> Undo {
        let does_something = !is_empty(&migration.up, self.database.dialect());
        let Migration { version, name, in_transaction, .. } = migration.clone();
        Undo { version, name, down, in_transaction, does_something }
    }

    /// The stored SQL of a migration whose folder is gone.
    fn kept_undo(&mut self, version: &str) -> Result<Result<Undo, Box<Refusal>>, Error> {
        let Some(record) = self.history.record(version).cloned() else {
            return Ok(Err(gone(version)));
        };
        let kept = History::kept(&mut self.database, version);
        let kept = kept.map_err(Error::doing("reading what was kept"))?;
        let Some(sql) = &kept.down_sql else { return Ok(Err(gone(version))) };
        let down = Script::new(format!("{}/down.sql (kept in the database)", record.name), sql);
        let name = &record.name;
        self.warn(format!("the folder of {name} is gone: it is undone by what was kept of it"));
        Ok(Ok(self.undo_by(&record.to_migration(&kept), down)))
    }

    /// Refuses to mark a migration as not applied while its changes remain.
    fn check_down(&mut self, undo: &Undo) -> Option<Refusal> {
        if !undo.does_something || !is_empty(&undo.down, self.database.dialect()) {
            return None;
        }
        let path = undo.down.path.clone();
        if self.options.allow_empty_down {
            self.warn(format!("{} has no statement: nothing is undone", path.display()));
            return None;
        }
        let problem = "has no statement, so that the migration would be forgotten and everything it \
                       made would stay: write it, or give --allow-empty-down if that is meant";
        Some(Refusal { path, line: None, problem: problem.to_owned() })
    }

    /// Diesel reverts the highest version, whichever was applied last.
    fn warn_of_order(&mut self, count: usize) {
        let applied: Vec<_> = self.history.applied.iter().map(|it| it.version.as_str()).collect();
        let last = applied.iter().rev().take(count).min();
        let others = applied.iter().rev().skip(count).max();
        if let (Some(last), Some(other)) = (last, others)
            && last < other
        {
            self.warn(format!(
                "{last} was applied after {other}: what was applied last is undone first"
            ));
        }
    }

    pub(super) fn revert_all(
        &mut self,
        undos: &[Undo],
        lock: &mut Lock,
    ) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        for undo in undos {
            lock.check()?;
            self.tell(Event::Reverting { name: undo.name.clone() });
            self.revert_one(undo)?;
            self.tell(Event::Reverted { name: undo.name.clone() });
            names.push(undo.name.clone());
        }
        Ok(names)
    }

    fn revert_one(&mut self, undo: &Undo) -> Result<(), Error> {
        let done = if self.runs_whole(&undo.down, undo.in_transaction) {
            self.with_patience(&undo.name, |it| it.revert_whole(undo))
        } else {
            self.revert_stepwise(undo)
        };
        let restored = self.restore_session(&undo.down);
        match done {
            Ok(()) => restored.map_err(Error::doing("setting the connection back")),
            Err(failure) => self.explain_revert(undo, failure),
        }
    }

    fn revert_whole(&mut self, undo: &Undo) -> Result<(), Failure> {
        self.in_transaction(&undo.down, |it| {
            it.send_all(&undo.name, &undo.down)?;
            it.restore_to_record(&undo.down)?;
            it.history.remove(&mut it.database, &undo.version).map_err(Failure::Record)
        })
    }

    fn revert_stepwise(&mut self, undo: &Undo) -> Result<(), Failure> {
        let done = self.history.done(&undo.version).unwrap_or(0);
        History::begin_revert(&mut self.database, &undo.version, undo.down.text(), done)
            .map_err(Failure::Record)?;
        self.send_each(&undo.name, &undo.version, &undo.down, done)?;
        self.restore_session(&undo.down).map_err(Failure::Record)?;
        let recorded =
            self.record_in_transaction(|history, database| history.remove(database, &undo.version));
        recorded.map_err(Failure::Record)
    }

    fn explain_revert(&mut self, undo: &Undo, failure: Failure) -> Result<(), Error> {
        let version = &undo.version;
        let left = self.left_by(version, &failure)?;
        if left.is_nothing() && failure.stepwise().is_some() {
            let settled = History::settle(&mut self.database, version);
            settled.map_err(Error::doing("recording what failed"))?;
        }
        Err(self.error(Verb::Revert, &undo.down, (version, left), failure))
    }
}

fn missing(path: std::path::PathBuf) -> Box<Refusal> {
    let problem = "is missing, so that the migration cannot be undone: write it".to_owned();
    Box::new(Refusal { path, line: None, problem })
}

fn gone(version: &str) -> Box<Refusal> {
    let problem = "is applied, but its folder is gone and nothing was kept of it: bring the folder \
                   back, or forget it with `conjoin migration repair --reverted`";
    Box::new(Refusal { path: version.into(), line: None, problem: problem.to_owned() })
}
