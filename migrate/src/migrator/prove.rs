//! Tests whether each `down.sql` reverts its `up.sql`.

use super::Migrator;
use crate::check::check_inside;
use crate::{Database, Error, Migration, Migrations, Options};

/// The results of testing migrations.
#[derive(Debug)]
pub struct Proofs {
    /// The result for each.
    pub list: Vec<Proof>,
    /// Why testing stopped: an `up.sql` failed, and nothing after it can run.
    pub error: Option<Error>,
}

/// The result of running a migration, reverting it, and running it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The migration.
    pub name: String,
    /// What was found.
    pub found: Found,
}

/// Whether `down.sql` reverts `up.sql`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// It does: the schema is what it was before.
    Undone,
    /// There is no `down.sql`.
    NoDown,
    /// The schema differs afterwards.
    Different {
        /// The schema before, as text.
        before: String,
        /// The schema after `up.sql` and `down.sql`.
        after: String,
    },
    /// `down.sql` was rejected, or failed.
    Failed {
        /// Why.
        problem: String,
    },
    /// `up.sql` failed the second time, because of what `down.sql` left behind.
    NotAgain {
        /// Why.
        problem: String,
    },
}

impl Found {
    /// Whether something must be corrected.
    pub fn is_wrong(&self) -> bool {
        !matches!(self, Self::Undone | Self::NoDown)
    }
}

impl Migrator<'_> {
    /// Runs each migration, reverts it, compares the schema with the one before, and runs it again.
    ///
    /// `fresh` returns an empty database that nobody needs, and another one after a faulty
    /// `down.sql`. Only the migrations whose version `is_tested` accepts are reverted.
    pub fn prove(
        migrations: &Migrations,
        is_tested: impl Fn(&str) -> bool,
        fresh: impl FnMut() -> Result<Database, Error>,
    ) -> Proofs {
        let mut prover = Prover { migrations, fresh, migrator: None, before: None };
        let mut proofs = Proofs { list: Vec::new(), error: None };
        for migration in migrations.iter() {
            if is_tested(&migration.version) {
                match prover.prove(migration) {
                    Ok(found) => proofs.list.push(Proof { name: migration.name.clone(), found }),
                    Err(error) => {
                        proofs.error = Some(error);
                        return proofs;
                    }
                }
            }
            prover.before = Some(&migration.version);
        }
        proofs
    }
}

struct Prover<'m, F> {
    migrations: &'m Migrations,
    fresh: F,
    /// A migrator on a database in which everything before the current migration was run.
    migrator: Option<Migrator<'static>>,
    /// The version before the current one.
    before: Option<&'m str>,
}

impl<F: FnMut() -> Result<Database, Error>> Prover<'_, F> {
    fn prove(&mut self, migration: &Migration) -> Result<Found, Error> {
        // Let go of the database before another one takes its place.
        let mut migrator = match self.migrator.take() {
            Some(migrator) => migrator,
            None => self.start()?,
        };
        if let Some(before) = self.before {
            migrator.run(self.migrations, Some(before))?;
        }
        let found = migrator.prove_one(self.migrations, migration)?;
        if !found.is_wrong() {
            self.migrator = Some(migrator);
        }
        Ok(found)
    }
}

impl<F: FnMut() -> Result<Database, Error>> Prover<'_, F> {
    /// Starts on a new database, whose migrations cannot reach others.
    fn start(&mut self) -> Result<Migrator<'static>, Error> {
        let mut database = (self.fresh)()?;
        let others = database.others()?;
        for migration in self.migrations.iter() {
            check_inside(migration, database.dialect(), &others)?;
        }
        Ok(Migrator::new(database, Options::default()))
    }
}

impl Migrator<'_> {
    fn prove_one(
        &mut self,
        migrations: &Migrations,
        migration: &Migration,
    ) -> Result<Found, Error> {
        let before = self.schema()?;
        self.run(migrations, Some(&migration.version))?;
        if migration.down.is_none() {
            return Ok(Found::NoDown);
        }
        if let Err(error) = self.revert(migrations, 1) {
            return Ok(Found::Failed { problem: error.to_string() });
        }
        let after = self.schema()?;
        if before != after {
            return Ok(Found::Different { before, after });
        }
        Ok(match self.run(migrations, Some(&migration.version)) {
            Ok(_) => Found::Undone,
            Err(error) => Found::NotAgain { problem: error.to_string() },
        })
    }

    /// The schema without the order of its columns, which `down.sql` cannot restore.
    fn schema(&mut self) -> Result<String, Error> {
        let text = self.database.describe()?;
        let mut lines: Vec<_> = text.lines().collect();
        lines.sort_unstable();
        Ok(lines.iter().map(|it| format!("{it}\n")).collect())
    }
}
