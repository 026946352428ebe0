//! Recording how an interrupted migration ended.

use super::Migrator;
use crate::history::History;
use crate::{Error, Migration, Migrations, Status, status};

/// The state of the database after a migration was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// All of the migration took effect.
    Applied,
    /// None of the migration took effect.
    Reverted,
    /// It should continue, at this statement, counted from 1, or at the first that is not known to
    /// be done.
    Retry(Option<usize>),
}

impl Migrator<'_> {
    /// Records the state of a version. Changes nothing in the database except the history.
    ///
    /// It also accepts a file that was modified since ([`Repair::Applied`]) and removes the record
    /// of a version whose folder is gone ([`Repair::Reverted`]).
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`]; [`Error::Refused`] if there is nothing to repair.
    pub fn repair(
        &mut self,
        migrations: &Migrations,
        version: &str,
        repair: Repair,
    ) -> Result<(), Error> {
        self.exclusively(|it, _| {
            it.adopt(migrations)?;
            let entries = status::entries(migrations, &it.history, false);
            let plain = version.replace('-', "");
            let entry = entries.iter().find(|it| it.version == plain || it.name == version);
            let entry = entry.ok_or_else(|| Error::Unknown(version.to_owned()))?;
            it.repair_as(migrations, &entry.version, entry.status, repair)
        })
    }

    fn repair_as(
        &mut self,
        migrations: &Migrations,
        version: &str,
        status: Status,
        repair: Repair,
    ) -> Result<(), Error> {
        let applied = self.history.is_applied(version);
        let possible = matches!(
            (repair, status),
            (_, Status::Interrupted)
                | (Repair::Applied, Status::Modified)
                | (Repair::Reverted, Status::Missing)
        );
        if !possible {
            return Err(nothing_to_repair(version, status));
        }
        let migration = migrations.get(version).cloned();
        let was_run = self.was_run(migrations, version)?;
        let recorded = self.record_in_transaction(|history, database| match (repair, migration) {
            (Repair::Retry(from), _) => History::allow(database, version, from),
            (Repair::Reverted, _) => history.remove(database, version),
            (Repair::Applied, Some(migration)) if status == Status::Modified => {
                history.keep(database, &migration)
            }
            (Repair::Applied, _) if applied => History::settle(database, version),
            (Repair::Applied, _) => {
                history.add(database, &was_run.ok_or(diesel::result::Error::NotFound)?)
            }
        });
        recorded.map_err(Error::doing("repairing the history"))
    }

    /// What was run of an interrupted migration; the folder may contain something else now.
    fn was_run(
        &mut self,
        migrations: &Migrations,
        version: &str,
    ) -> Result<Option<Migration>, Error> {
        let record = self.history.unfinished().find(|it| it.version == version).cloned();
        let Some(record) = record else { return Ok(migrations.get(version).cloned()) };
        let kept = History::kept(&mut self.database, version);
        let kept = kept.map_err(Error::doing("reading what was run"))?;
        Ok(Some(record.to_migration(&kept)))
    }
}

fn nothing_to_repair(version: &str, status: Status) -> Error {
    let problem = match status {
        Status::Modified => {
            "was modified after it was applied: bring the file back, or accept it with --applied"
        }
        Status::Missing => {
            "is applied and its folder is gone: bring it back, or forget it with --reverted"
        }
        Status::Running | Status::Interrupted => {
            "is interrupted: say --applied, --reverted or --retry"
        }
        Status::Applied => "is applied: there is nothing to repair. `revert` undoes it",
        Status::Pending | Status::OutOfOrder => {
            "was not run: there is nothing to repair. `baseline` records it without running it"
        }
    };
    let refusal = crate::Refusal { path: version.into(), line: None, problem: problem.to_owned() };
    Error::Refused(vec![refusal])
}
