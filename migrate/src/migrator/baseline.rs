//! A database that existed before its migrations.

use super::Migrator;
use crate::{Error, Migrations};

impl Migrator<'_> {
    /// Records all migrations up to a version as applied, without running them, and returns their
    /// names.
    ///
    /// # Errors
    ///
    /// [`Error::Unknown`] if there is no such version.
    pub fn baseline(&mut self, migrations: &Migrations, to: &str) -> Result<Vec<String>, Error> {
        migrations.find_version(to)?;
        self.exclusively(|it, _| {
            it.refuse_unfinished()?;
            it.adopt(migrations)?;
            let pending = it.pending(migrations, Some(to))?;
            let recorded = it.record_in_transaction(|history, database| {
                pending.iter().try_for_each(|migration| history.add(database, migration))
            });
            recorded.map_err(Error::doing("recording the baseline"))?;
            Ok(pending.into_iter().map(|it| it.name).collect())
        })
    }
}
