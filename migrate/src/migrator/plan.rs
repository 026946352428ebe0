//! The migrations that would run.

use super::Migrator;
use crate::{Error, Migration, Migrations, Statement};

/// A migration that would run, with its statements.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The migration.
    pub migration: Migration,
    /// What would be sent.
    pub statements: Vec<Statement>,
    /// Whether a failure would roll back all of it.
    pub atomic: bool,
}

impl Migrator<'_> {
    /// Returns what [`run`](Self::run) would run, in order, and rejects what it would reject.
    /// Nothing is written.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run), before anything ran.
    pub fn plan(
        &mut self,
        migrations: &Migrations,
        to: Option<&str>,
    ) -> Result<Vec<Planned>, Error> {
        self.reload()?;
        if let Some(holder) = self.other_runner()? {
            return Err(Error::RunnerBusy { holder, seconds: 0 });
        }
        self.refuse_unfinished()?;
        let pending = self.pending(migrations, to)?;
        self.check(&pending, migrations)?;
        let dialect = self.database.dialect();
        let planned = pending.into_iter().map(|migration| Planned {
            statements: migration.up.checked(dialect).to_vec(),
            atomic: self.runs_whole(&migration.up, migration.in_transaction),
            migration,
        });
        Ok(planned.collect())
    }
}
