//! Reverting migrations and running them again.

use super::Migrator;
use super::revert::Undo;
use crate::lock::Lock;
use crate::{Dialect, Error, Event, Migration, Migrations, Refusal, Script, Statement};

impl Migrator<'_> {
    /// Reverts the last `count` migrations and runs them again, in one transaction if possible.
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

    fn redoes_whole(&mut self, undos: &[Undo], again: &[Migration]) -> bool {
        let dialect = self.database.dialect();
        let mut one = |script: &Script, in_transaction: bool| {
            let statements = script.checked(dialect);
            let keys = statements.iter().any(Statement::switches_foreign_keys_off);
            self.runs_whole(script, in_transaction) && !keys
        };
        dialect != Dialect::Mysql
            && undos.iter().all(|it| one(&it.down, it.in_transaction))
            && again.iter().all(|it| one(&it.up, it.in_transaction))
    }

    /// Either all are redone, or nothing changes.
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
        let done = done.and_then(|names| {
            let committed = self.database.execute("COMMIT");
            committed.map_err(Error::doing("redoing migrations")).map(|()| names)
        });
        if done.is_err() {
            let _ = self.database.execute("ROLLBACK");
            self.tell(Event::RolledBack);
        }
        done
    }
}

/// The migrations that were reverted, in the order in which they run.
fn again(undos: &[Undo], migrations: &Migrations) -> Result<Vec<Migration>, Error> {
    let found = undos.iter().map(|undo| {
        let migration = migrations.get(&undo.version).cloned();
        migration.ok_or_else(|| Error::Refused(vec![gone(undo)]))
    });
    let mut found = found.collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| a.version.cmp(&b.version));
    Ok(found)
}

fn gone(undo: &Undo) -> Refusal {
    let problem = "its folder is gone, so that it could be undone but not run again".to_owned();
    Refusal { path: undo.name.clone().into(), line: None, problem }
}
