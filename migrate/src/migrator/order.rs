//! Which migrations run, and in which order.

use super::Migrator;
use crate::check::{is_empty, refusal, refusals};
use crate::{Error, Migration, Migrations, Refusal, Script, Status, status};

impl Migrator<'_> {
    /// What is to run, up to a version if one is given.
    pub(super) fn pending(
        &self,
        migrations: &Migrations,
        to: Option<&str>,
    ) -> Result<Vec<Migration>, Error> {
        let last = to.map(|version| migrations.find_version(version)).transpose()?;
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
        let mut refused = self.check_applied(migrations);
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

    /// Refuses to build upon a history that is not that of the files.
    fn check_applied(&mut self, migrations: &Migrations) -> Vec<Refusal> {
        let entries = status::entries(migrations, &self.history, false);
        entries.iter().filter_map(|entry| match entry.status {
            Status::Modified => self.check_modified(migrations.get(&entry.version)?),
            Status::Missing if self.options.strict => {
                let problem = "is applied, and its folder is gone: bring it back, forget it with \
                               `conjoin migration repair --reverted`, or leave --strict out";
                let path = entry.name.clone().into();
                Some(Refusal { path, line: None, problem: problem.to_owned() })
            }
            _ => None,
        })
        .collect()
    }

    fn check_modified(&mut self, migration: &Migration) -> Option<Refusal> {
        if self.options.allow_modified {
            self.warn(format!("{} was modified after it was run", migration.name));
            return None;
        }
        let version = &migration.version;
        let problem = format!(
            "was modified after it was run: bring it back, accept it with `conjoin migration repair \
             {version} --applied`, or give --allow-modified"
        );
        Some(refusal(&migration.up, None, problem))
    }

    /// Refuses to skip statements as done that are not those that were run.
    pub(super) fn check_resumed<'s>(
        &mut self,
        scripts: impl Iterator<Item = (&'s str, &'s Script)>,
    ) -> Result<(), Error> {
        let dialect = self.database.dialect();
        for (version, script) in scripts {
            let record = self.history.unfinished().find(|it| it.version == version).cloned();
            let Some(record) = record else { continue };
            let before = self.interruption(&record)?;
            let plain = |sql: &str| sql.replace("\r\n", "\n");
            let statements = script.checked(dialect);
            let now = statements.iter().take(before.done).map(|it| plain(&it.sql));
            if !now.eq(before.statements.iter().take(before.done).map(|it| plain(it))) {
                return Err(Error::Refused(vec![refusal(script, None, modified(before.done))]));
            }
        }
        Ok(())
    }

    fn check_order(&mut self, migration: &Migration) -> Option<Refusal> {
        let newest = self.history.newest().filter(|it| *it > migration.version.as_str())?;
        let problem = format!("is older than {newest}, which is applied already");
        self.warn_or_refuse(migration, &problem, "give it a later version, or leave --strict out")
    }

    /// The last migration that does nothing was not written yet. One with others after it is
    /// somebody's history.
    fn check_empty(&mut self, migration: &Migration, migrations: &Migrations) -> Option<Refusal> {
        let dialect = self.database.dialect();
        if !is_empty(&migration.up, dialect) {
            return None;
        }
        let written_later = migrations
            .iter()
            .rev()
            .any(|it| it.version > migration.version && !is_empty(&it.up, dialect));
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
    ) -> Option<Refusal> {
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
