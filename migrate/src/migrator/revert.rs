//! Undoing migrations.

use super::Migrator;
use super::apply::stay_done;
use super::script::Failure;
use crate::check::refusals;
use crate::history::History;
use crate::lock::Lock;
use crate::{Dialect, Error, Event, Migration, Migrations, Refusal, Script};

/// An applied migration with what undoes it.
struct Undo {
    version: String,
    name: String,
    down: Script,
    in_transaction: bool,
}

impl Migrator<'_> {
    /// Undoes the last `count` migrations, the last applied one first, and returns their names.
    /// Those whose folder is gone are undone by what was kept of them.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] when one of them cannot be undone, before any is.
    pub fn revert(&mut self, migrations: &Migrations, count: usize) -> Result<Vec<String>, Error> {
        self.exclusively(|it, lock| {
            it.refuse_unfinished()?;
            it.adopt(migrations)?;
            let undos = it.undos(migrations, count)?;
            it.check_resumed(undos.iter().map(|it| (it.version.as_str(), &it.down)))?;
            it.revert_all(&undos, lock)
        })
    }

    /// Undoes the last `count` migrations and runs them again, where possible in one transaction.
    ///
    /// # Errors
    ///
    /// As [`revert`](Self::revert) and [`run`](Self::run).
    pub fn redo(&mut self, migrations: &Migrations, count: usize) -> Result<Vec<String>, Error> {
        self.exclusively(|it, lock| {
            it.refuse_unfinished()?;
            it.adopt(migrations)?;
            let undos = it.undos(migrations, count)?;
            let again = again(&undos, migrations)?;
            it.check_files(&again)?;
            if it.redoes_whole(&undos, &again) {
                return it.redo_whole(&undos, &again, lock);
            }
            it.revert_all(&undos, lock)?;
            it.apply_all(&again, lock)
        })
    }

    /// What undoes the last applied migrations; all of it is checked.
    fn undos(&mut self, migrations: &Migrations, count: usize) -> Result<Vec<Undo>, Error> {
        self.warn_of_order(count);
        let versions: Vec<_> =
            self.history.applied.iter().rev().take(count).map(|it| it.version.clone()).collect();
        let (mut undos, mut refused) = (Vec::new(), Vec::new());
        for version in versions {
            match self.undo(migrations, &version) {
                Ok(undo) => {
                    let dialect = self.database.dialect();
                    refused.extend(refusals(&undo.down, undo.in_transaction, dialect));
                    undos.push(undo);
                }
                Err(refusal) => refused.push(*refusal),
            }
        }
        if refused.is_empty() { Ok(undos) } else { Err(Error::Refused(refused)) }
    }

    fn undo(&mut self, migrations: &Migrations, version: &str) -> Result<Undo, Box<Refusal>> {
        if let Some(migration) = migrations.get(version) {
            let Migration { name, in_transaction, .. } = migration.clone();
            let path = migration.up.path.with_file_name("down.sql");
            let down = migration.down.clone().ok_or_else(|| missing(path))?;
            if down.statements(self.database.dialect()).is_empty() {
                self.warn(format!("{} has no statement: nothing is undone", down.path.display()));
            }
            return Ok(Undo { version: version.to_owned(), name, down, in_transaction });
        }
        let record = self.history.record(version);
        let kept = record.and_then(|it| Some((it, it.down_sql.as_deref()?)));
        let (record, sql) = kept.ok_or_else(|| gone(version))?;
        let (name, in_transaction) = (record.name.clone(), record.in_transaction);
        let down = Script::new(format!("{name}/down.sql (kept in the database)"), sql);
        self.warn(format!("the folder of {name} is gone: it is undone by what was kept of it"));
        Ok(Undo { version: version.to_owned(), name, down, in_transaction })
    }

    /// Diesel undoes the highest version, whichever was applied last.
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

    fn revert_all(&mut self, undos: &[Undo], lock: &mut Lock) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        for undo in undos {
            lock.check()?;
            self.tell(Event::Reverting { name: undo.name.clone() });
            self.revert_one(undo)?;
            names.push(undo.name.clone());
        }
        Ok(names)
    }

    fn revert_one(&mut self, undo: &Undo) -> Result<(), Error> {
        self.reload()?;
        let done = if self.runs_whole(&undo.down, undo.in_transaction) {
            self.with_patience(&undo.name, |it| it.revert_whole(undo))
        } else {
            self.revert_stepwise(undo)
        };
        done.or_else(|failure| self.explain_revert(undo, failure))
    }

    fn revert_whole(&mut self, undo: &Undo) -> Result<(), Failure> {
        self.in_transaction(&undo.down, |it| {
            it.send_all(&undo.name, &undo.down)?;
            History::remove(&mut it.database, &undo.version).map_err(Failure::record)
        })
    }

    fn revert_stepwise(&mut self, undo: &Undo) -> Result<(), Failure> {
        let resumed = self.history.unfinished().find(|it| it.version == undo.version);
        let done = resumed.map_or(0, |it| usize::try_from(it.done).unwrap_or(0));
        History::begin_revert(&mut self.database, &undo.version, &undo.down.text, done)
            .map_err(Failure::record)?;
        self.send_each(&undo.name, &undo.version, &undo.down, done)?;
        let recorded =
            self.record_in_transaction(|it| History::remove(&mut it.database, &undo.version));
        recorded.map_err(Failure::Record)
    }

    fn explain_revert(&mut self, undo: &Undo, failure: Failure) -> Result<(), Error> {
        let version = &undo.version;
        let kept = match &failure {
            Failure::Statement { error, stepwise: true, .. } => {
                let kept = History::stop(&mut self.database, version, &error.to_string());
                kept.map_err(Error::doing("recording what failed"))?
            }
            _ => 0,
        };
        if kept == 0 && matches!(failure, Failure::Statement { stepwise: true, .. }) {
            let settled = History::settle(&mut self.database, version);
            settled.map_err(Error::doing("recording what failed"))?;
        }
        let outcome = match kept {
            0 => "The migration stays applied. Correct the file and try again.".to_owned(),
            kept => stay_done(version, kept, "revert"),
        };
        Err(failure.into_error(&undo.down, outcome))
    }

    fn redoes_whole(&self, undos: &[Undo], again: &[Migration]) -> bool {
        let dialect = self.database.dialect();
        let one = |script: &Script, in_transaction: bool| {
            let keys = script.statements(dialect).iter().any(|it| it.switches_foreign_keys_off());
            self.runs_whole(script, in_transaction) && !keys
        };
        dialect != Dialect::Mysql
            && undos.iter().all(|it| one(&it.down, it.in_transaction))
            && again.iter().all(|it| one(&it.up, it.in_transaction))
    }

    /// Either all is redone or everything stays as it was.
    fn redo_whole(
        &mut self,
        undos: &[Undo],
        again: &[Migration],
        lock: &mut Lock,
    ) -> Result<Vec<String>, Error> {
        self.begin().map_err(Error::doing("beginning a transaction"))?;
        self.in_outer = true;
        let done = self.revert_all(undos, lock).and_then(|_| self.apply_all(again, lock));
        self.in_outer = false;
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = self.database.execute(end).map_err(Error::doing("redoing migrations"));
        if ended.is_err() {
            let _ = self.database.execute("ROLLBACK");
        }
        done.and_then(|names| ended.map(|()| names))
    }
}

/// The migrations that were undone, in the order in which they run.
fn again(undos: &[Undo], migrations: &Migrations) -> Result<Vec<Migration>, Error> {
    let found = undos.iter().map(|undo| {
        let migration = migrations.get(&undo.version).cloned();
        migration.ok_or_else(|| Error::Refused(vec![*gone_for_redo(undo)]))
    });
    let mut found = found.collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| a.version.cmp(&b.version));
    Ok(found)
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

fn gone_for_redo(undo: &Undo) -> Box<Refusal> {
    let problem = "its folder is gone, so that it could be undone but not run again".to_owned();
    Box::new(Refusal { path: undo.name.clone().into(), line: None, problem })
}
