use std::path::Path;

use conjoin_migrate::{Database, Dialect};
use serde_json::json;

use crate::args::{Folder, Running};
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Create the database if it does not exist, and run its migrations if none was ever run
///
/// Example: conjoin database setup
#[derive(clap::Args)]
pub(crate) struct Setup {
    #[command(flatten)]
    options: Options,
}

#[derive(clap::Args)]
pub(in crate::verbs) struct Options {
    /// Do not add Diesel's initial migration for PostgreSQL
    #[arg(long)]
    no_default_migration: bool,
    #[command(flatten)]
    running: Running,
}

impl Setup {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        self.options.set_up(project, folder, None)
    }
}

impl Options {
    /// Creates the database with this name, or else the one that the URL names.
    pub(in crate::verbs) fn set_up(
        &self,
        project: &Project<'_>,
        folder: &Folder,
        name: Option<&str>,
    ) -> Result<Code, Failure> {
        project.check_config()?;
        let url = project.url()?;
        let named = name.filter(|_| url.dialect() != Dialect::Sqlite);
        let url = named.map_or(url.clone(), |it| url.with_database(it));
        let path = project.folder(folder)?.ok_or(Failure::NoMigrations)?;
        if url.dialect() == Dialect::Postgres && !self.no_default_migration {
            add_default_migration(&path)?;
        }
        let migrations = project.migrations(folder)?; // What is wrong with them shows before anything is made.
        let created = Database::create(&url)?;
        if created {
            project.output.line(format_args!("Creating database: {}", shown(&url)));
        }
        let mut migrator = project.migrator(self.running.options(), &migrations)?;
        let applied =
            if migrator.was_used()? { Ok(Vec::new()) } else { migrator.run(&migrations, None) };
        project.output.end_bar();
        let applied = project.then_schema(applied)?;
        project.output.json(&json!({ "created": created, "applied": applied }));
        Ok(Code::Done)
    }
}

/// The name of a server's database, and the path of SQLite's.
fn shown(url: &conjoin_migrate::DatabaseUrl) -> String {
    match url.dialect() {
        Dialect::Sqlite => url.to_string(),
        _ => url.database(),
    }
}

/// The functions that Diesel's guides rely on.
fn add_default_migration(migrations: &Path) -> Result<(), Failure> {
    let folder = migrations.join("00000000000000_diesel_initial_setup");
    if folder.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, error))?;
    for (name, text) in
        [("up.sql", include_str!("initial_up.sql")), ("down.sql", include_str!("initial_down.sql"))]
    {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| Failure::file(&path, error))?;
    }
    Ok(())
}
