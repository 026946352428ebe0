//! Whether what goes up comes down.

use super::Migrator;
use crate::{Error, Migration, Migrations};

/// What came of running a migration, undoing it, and running it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The migration.
    pub name: String,
    /// What was found.
    pub found: Found,
}

/// Whether `down.sql` undoes `up.sql`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It does: the schema is what it was before.
    Undone,
    /// There is no `down.sql`.
    NoDown,
    /// The schema is another one afterwards.
    Different {
        /// The schema before, as text.
        before: String,
        /// The schema after `up.sql` and `down.sql`.
        after: String,
    },
}

impl Migrator<'_> {
    /// Runs each migration, undoes it, compares the schema with that before, and runs it again. The
    /// database is to be an empty one that nobody needs. It ends at the first migration whose second
    /// run fails because of what `down.sql` left behind.
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run) and [`revert`](Self::revert).
    pub fn prove(&mut self, migrations: &Migrations) -> Result<Vec<Proof>, Error> {
        let mut proofs = Vec::new();
        for migration in migrations.iter() {
            let found = self.prove_one(migrations, migration)?;
            let name = migration.name.clone();
            let different = matches!(found, Found::Different { .. });
            proofs.push(Proof { name, found });
            match self.run(migrations, Some(&migration.version)) {
                Err(_) if different => break,
                done => done?,
            };
        }
        Ok(proofs)
    }

    fn prove_one(
        &mut self,
        migrations: &Migrations,
        migration: &Migration,
    ) -> Result<Found, Error> {
        let before = self.database.describe()?;
        self.run(migrations, Some(&migration.version))?;
        if migration.down.is_none() {
            return Ok(Found::NoDown);
        }
        self.revert(migrations, 1)?;
        let after = self.database.describe()?;
        Ok(if before == after { Found::Undone } else { Found::Different { before, after } })
    }
}
