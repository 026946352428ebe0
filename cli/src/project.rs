//! The project that a command works on: its database and its files.

use std::path::{Path, PathBuf};

use conjoin_migrate::{Database, DatabaseUrl, Migrations, Migrator, Options};

use crate::args::{Folder, Global};
use crate::config::Config;
use crate::failure::Failure;
use crate::output::Output;
use crate::replace::replace;
use crate::schema::generate;

pub(crate) struct Project<'a> {
    pub(crate) global: &'a Global,
    pub(crate) output: &'a Output,
}

impl<'a> Project<'a> {
    pub(crate) fn new(global: &'a Global, output: &'a Output) -> Self {
        Self { global, output }
    }

    pub(crate) fn url(&self) -> Result<DatabaseUrl, Failure> {
        let url = self.global.database_url.as_ref().ok_or(Failure::NoUrl)?;
        Ok(url.parse()?)
    }

    /// The path of `diesel.toml`, whether it exists or not.
    pub(crate) fn config_file(&self) -> PathBuf {
        self.global.config_file.clone().unwrap_or_else(|| self.root().join("diesel.toml"))
    }

    pub(crate) fn config(&self) -> Result<Config, Failure> {
        Config::read(&self.config_file())
    }

    /// The nearest folder with a `diesel.toml`, or else with a `Cargo.toml`.
    pub(crate) fn root(&self) -> PathBuf {
        let here = std::env::current_dir().unwrap_or_default();
        let with = |file: &str| here.ancestors().find(|it| it.join(file).is_file());
        with("diesel.toml").or_else(|| with("Cargo.toml")).unwrap_or(&here).to_owned()
    }

    /// Where the migrations are, or would be.
    pub(crate) fn folder(&self, folder: &Folder) -> Result<Option<PathBuf>, Failure> {
        if let Some(given) = &folder.migration_dir {
            return Ok(Some(given.clone()));
        }
        if let Some(configured) = self.config()?.migrations() {
            let base = self.config_file();
            return Ok(Some(base.parent().unwrap_or(Path::new("")).join(configured)));
        }
        let here = std::env::current_dir().unwrap_or_default();
        Ok(Migrations::find(&here))
    }

    pub(crate) fn migrations(&self, folder: &Folder) -> Result<Migrations, Failure> {
        let folder = self.folder(folder)?.ok_or(Failure::NoMigrations)?;
        Ok(Migrations::read(relative(&folder))?)
    }

    /// A migrator to run migrations. A SQLite file is only created if they can be run.
    pub(crate) fn migrator(
        &self,
        options: Options,
        migrations: &Migrations,
    ) -> Result<Migrator<'a>, Failure> {
        self.check_config()?;
        let url = self.url()?;
        if url.file().is_some_and(|it| !it.exists()) {
            let empty = Database::connect(&":memory:".parse()?)?;
            Migrator::new(empty, options.clone()).plan(migrations, None)?;
        }
        Ok(self.observed(Database::connect(&url)?, options))
    }

    /// A migrator to change a database that must exist.
    pub(crate) fn migrator_of_existing(&self, options: Options) -> Result<Migrator<'a>, Failure> {
        self.check_config()?;
        Database::connect_read_only(&self.url()?)?;
        Ok(self.observed(Database::connect(&self.url()?)?, options))
    }

    /// Errors in diesel.toml are reported before anything is run, not afterwards.
    pub(crate) fn check_config(&self) -> Result<(), Failure> {
        for settings in self.config()?.schemas()?.values() {
            if let Some(patch) = settings.patch_file.as_ref().filter(|_| settings.file.is_some()) {
                std::fs::metadata(patch).map_err(|error| Failure::file(patch, error))?;
            }
        }
        Ok(())
    }

    /// Regenerates the schema file after migrations, even if some of them failed.
    pub(crate) fn then_schema(
        &self,
        done: Result<Vec<String>, conjoin_migrate::Error>,
    ) -> Result<Vec<String>, Failure> {
        let regenerated = self.regenerate();
        let done = done?;
        match regenerated {
            Ok(()) => Ok(done),
            Err(answer @ Failure::No(_)) => Err(answer),
            Err(failure) => Err(Failure::After(format!(
                "the migrations are done, but the schema file could not be regenerated: {failure}"
            ))),
        }
    }

    /// Writes the schema files that diesel.toml names, or, with `--locked-schema`, compares them.
    fn regenerate(&self) -> Result<(), Failure> {
        for settings in self.config()?.schemas()?.values() {
            let Some(file) = &settings.file else { continue };
            let mut database = Database::connect_read_only(&self.url()?)?;
            let text = generate(&mut database, settings)?;
            let old = std::fs::read_to_string(file).unwrap_or_default();
            if self.global.locked_schema {
                compare(file, &old, &text)?;
            } else if old != text {
                replace(file, &text).map_err(|error| Failure::file(file, error))?;
            }
        }
        Ok(())
    }

    /// A read-only migrator.
    pub(crate) fn reader(&self) -> Result<Migrator<'a>, Failure> {
        let database = Database::connect_read_only(&self.url()?)?;
        let mut options = Options::default();
        if let Ok(key) = std::env::var("CONJOIN_LOCK_KEY") {
            options.lock_key = key;
        }
        let mut migrator = Migrator::new(database, options);
        let output = self.output;
        migrator.on_event(|event| output.event(event));
        Ok(migrator)
    }

    pub(crate) fn observed(&self, database: Database, options: Options) -> Migrator<'a> {
        let mut migrator = Migrator::new(database, options);
        let output = self.output;
        migrator.on_event(|event| output.event(event));
        migrator
    }
}

fn compare(file: &Path, old: &str, new: &str) -> Result<(), Failure> {
    if old.lines().eq(new.lines()) {
        return Ok(());
    }
    let diff = similar::TextDiff::from_lines(old, new);
    let name = relative(file).display().to_string();
    let diff = diff.unified_diff().header(&name, "the database").to_string();
    Err(Failure::No(format!(
        "{name} is not what the database is now. Run the command without --locked-schema where the \
         file may change, and commit it.\n{}",
        diff.trim_end()
    )))
}

/// A path as it reads best from here.
pub(crate) fn relative(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    match path.strip_prefix(&here) {
        Ok(inside) if !inside.as_os_str().is_empty() => inside.to_owned(),
        _ => path.to_owned(),
    }
}
