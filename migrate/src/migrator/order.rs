//! Which migrations run, and in which order.

use super::Migrator;
use crate::check::{refusal, refusals};
use crate::{Error, Migration, Migrations, Script};

impl Migrator<'_> {
    /// What is to run, up to a version if one is given.
    pub(super) fn pending(
        &self,
        migrations: &Migrations,
        to: Option<&str>,
    ) -> Result<Vec<Migration>, Error> {
        let last = to.map(|version| find(migrations, version)).transpose()?;
        let pending = migrations.iter().filter(|it| !self.history.is_applied(&it.version));
        let wanted = pending.filter(|it| last.is_none_or(|last| it.version <= last.version));
        Ok(wanted.cloned().collect())
    }

    /// Refuses what must not run, all of it before any of it runs; warns of what is merely odd.
    pub(super) fn check(
        &mut self,
        pending: &[Migration],
        migrations: &Migrations,
    ) -> Result<(), Error> {
        let mut refused = Vec::new();
        for migration in pending {
            refused.extend(self.check_order(migration));
            refused.extend(self.check_empty(migration, migrations));
        }
        if refused.is_empty() { self.check_files(pending) } else { Err(Error::Refused(refused)) }
    }

    /// Refuses statements that cannot run as they are.
    pub(super) fn check_files(&self, pending: &[Migration]) -> Result<(), Error> {
        let dialect = self.database.dialect();
        let refused = pending.iter().flat_map(|it| refusals(&it.up, it.in_transaction, dialect));
        let refused: Vec<_> = refused.collect();
        if refused.is_empty() { Ok(()) } else { Err(Error::Refused(refused)) }
    }

    /// Refuses to skip statements as done that are not those that were run.
    pub(super) fn check_resumed<'s>(
        &self,
        mut scripts: impl Iterator<Item = (&'s str, &'s Script)>,
    ) -> Result<(), Error> {
        let dialect = self.database.dialect();
        let changed = |(version, script): (&str, &Script)| {
            let record = self.history.unfinished().find(|it| it.version == version)?;
            let before = crate::Interruption::of(record, dialect);
            let now = script.statements(dialect).into_iter().map(|it| it.sql);
            let same = now.take(before.done).eq(before.statements.into_iter().take(before.done));
            (!same).then(|| refusal(script, None, modified(before.done)))
        };
        scripts.find_map(changed).map_or(Ok(()), |it| Err(Error::Refused(vec![it])))
    }

    fn check_order(&mut self, migration: &Migration) -> Option<crate::Refusal> {
        let newest = self.history.newest().filter(|it| *it > migration.version.as_str())?;
        let problem = format!("is older than {newest}, which is applied already");
        self.warn_or_refuse(migration, &problem, "give it a later version, or leave --strict out")
    }

    /// The last migration that does nothing was not written yet. One with others after it is
    /// somebody's history.
    fn check_empty(
        &mut self,
        migration: &Migration,
        migrations: &Migrations,
    ) -> Option<crate::Refusal> {
        if !migration.up.statements(self.database.dialect()).is_empty() {
            return None;
        }
        let dialect = self.database.dialect();
        let written_later = migrations
            .iter()
            .any(|it| it.version > migration.version && !it.up.statements(dialect).is_empty());
        let problem = "has no statement, only comments";
        if written_later {
            return self.warn_or_refuse(migration, problem, "write one, or leave --strict out");
        }
        Some(refusal(&migration.up, None, format!("{problem}: write it, or delete the folder")))
    }

    fn warn_or_refuse(
        &mut self,
        migration: &Migration,
        problem: &str,
        remedy: &str,
    ) -> Option<crate::Refusal> {
        if self.options.strict {
            return Some(refusal(&migration.up, None, format!("{problem}: {remedy}")));
        }
        self.warn(format!("{} {problem}", migration.name));
        None
    }
}

fn modified(done: usize) -> String {
    format!(
        "was to go on after statement {done}, but what is done was modified since: bring it back, or \
         repair it with `--retry --from` the statement to go on with"
    )
}

/// A migration by its version, with or without dashes, or by its folder's name.
pub(super) fn find<'m>(migrations: &'m Migrations, given: &str) -> Result<&'m Migration, Error> {
    let plain = given.replace('-', "");
    let named = migrations.iter().find(|it| it.version == plain || it.name == given);
    named.ok_or_else(|| Error::Unknown(given.to_owned()))
}
