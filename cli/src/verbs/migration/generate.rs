use std::path::{Path, PathBuf};

use conjoin_migrate::Database;
use serde_json::json;

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::{Project, relative};
use crate::schema::{Pattern, Script, diff};

/// Create the folder of a new migration, with up.sql and down.sql to fill in
///
/// With --diff-schema both are filled in: they turn the database into what the schema file
/// describes, and back. Review them, because a schema file does not contain everything; comments
/// mark what is lost or guessed. Nothing is written to the database.
///
/// Example: conjoin migration generate add_email --diff-schema
#[derive(clap::Args)]
pub(crate) struct Generate {
    /// What the migration does; becomes part of the folder's name
    #[arg(value_name = "NAME")]
    name: String,

    /// The version; by default the current time
    #[arg(long)]
    version: Option<String>,

    /// Create no down.sql: the migration cannot be reverted
    #[arg(short = 'u', long)]
    no_down: bool,

    /// The format of the migration
    #[arg(long, default_value = "sql", value_parser = ["sql"])]
    format: String,

    /// Write the difference between the database and this schema file; by default the `file` of
    /// `[print_schema]` in diesel.toml
    #[arg(long, value_name = "FILE", require_equals = true)]
    diff_schema: Option<Option<PathBuf>>,

    #[command(flatten)]
    scope: Scope,
}

/// What --diff-schema compares.
#[derive(clap::Args)]
struct Scope {
    /// Regular expressions for --only-tables or --except-tables
    #[arg(value_name = "TABLE", requires = "diff_schema")]
    tables: Vec<Pattern>,

    /// Only tables whose name matches one of TABLE
    #[arg(short, long, requires_all = ["tables", "diff_schema"], conflicts_with = "except_tables")]
    only_tables: bool,

    /// No tables whose name matches one of TABLE
    #[arg(short, long, requires_all = ["tables", "diff_schema"])]
    except_tables: bool,

    /// The settings of `[print_schema.KEY]` in diesel.toml
    #[arg(long, value_name = "KEY", default_value = "default", requires = "diff_schema")]
    schema_key: String,

    /// Treat SQLite's row ids as BigInt
    #[arg(long, requires = "diff_schema")]
    sqlite_integer_primary_key_is_bigint: bool,
}

/// The same as in diesel_cli, so that either tool recognizes a migration that was not written yet.
const UP: &str = "-- Your SQL goes here\n";
const DOWN: &str = "-- This file should undo anything in `up.sql`\n";

impl Generate {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        if self.name.is_empty() || self.name.contains(['/', '\\']) {
            let problem =
                "the name becomes a part of a folder's name: it cannot be empty or hold slashes";
            return Err(Failure::Usage(problem.to_owned()));
        }
        let migrations = project.folder(folder)?.ok_or(Failure::NoMigrations)?;
        let script = self.diff_schema.as_ref().map(|it| self.scope.diff(project, it.as_deref()));
        let script = script.transpose()?;
        if script.as_ref().is_some_and(|it| it.up.trim().is_empty()) {
            project.output.note("the schema file and the database agree: no migration is made");
            project.output.json(&json!({ "created": [] }));
            return Ok(Code::Done);
        }
        let script = script.unwrap_or_else(|| Script {
            up: UP.into(),
            down: DOWN.into(),
            ..Script::default()
        });
        let made = self.make_folder(&migrations)?;
        let files =
            [("up.sql", Some(&script.up)), ("down.sql", (!self.no_down).then_some(&script.down))];
        let mut created = Vec::new();
        for (name, text) in files {
            let Some(text) = text else { continue };
            let path = relative(&made.join(name));
            project.output.line(format_args!("Creating {}", path.display()));
            std::fs::write(&path, text).map_err(|error| Failure::file(&path, error))?;
            created.push(path);
        }
        script.warnings.iter().for_each(|it| project.output.warn(it));
        project.output.json(&json!({ "created": created, "warnings": script.warnings }));
        Ok(Code::Done)
    }

    /// Creates a folder whose version is new, even if somebody else creates one at the same time.
    fn make_folder(&self, migrations: &Path) -> Result<PathBuf, Failure> {
        let taken = |version: &str| -> Result<bool, Failure> {
            let entries =
                std::fs::read_dir(migrations).map_err(|it| Failure::file(migrations, it))?;
            let plain = version.replace('-', "");
            Ok(entries.flatten().any(|it| {
                let name = it.file_name().to_string_lossy().replace('-', "");
                name.split('_').next() == Some(plain.as_str())
            }))
        };
        if let Some(version) = &self.version {
            if taken(version)? {
                let problem = format!("there is a migration with the version {version} already");
                return Err(Failure::Usage(problem));
            }
            return self.create(migrations, version);
        }
        let now = now();
        let versions = (0..=u16::MAX).map(|it| format!("{now}-{it:04x}"));
        for version in versions {
            if !taken(&version)? {
                return self.create(migrations, &version);
            }
        }
        Err(Failure::Usage("65536 migrations were made within this second".to_owned()))
    }

    fn create(&self, migrations: &Path, version: &str) -> Result<PathBuf, Failure> {
        let path = migrations.join(format!("{version}_{}", self.name));
        std::fs::create_dir(&path).map_err(|error| Failure::file(&path, error))?;
        Ok(path)
    }
}

impl Scope {
    fn diff(&self, project: &Project<'_>, file: Option<&Path>) -> Result<Script, Failure> {
        let mut settings = project.config()?.schema(&self.schema_key)?;
        settings.filter.replace(&self.tables, self.only_tables, self.except_tables);
        if self.sqlite_integer_primary_key_is_bigint {
            settings.sqlite_integer_primary_key_is_bigint = Some(true);
        }
        let file = file.map(|it| project.root().join(it)).or_else(|| settings.file.clone());
        let file = file.ok_or_else(|| {
            let problem = "no schema file is named: give --diff-schema=FILE, or set `file` in \
                           [print_schema] of diesel.toml";
            Failure::Usage(problem.to_owned())
        })?;
        let mut database = Database::connect_read_only(&project.url()?)?;
        diff(&mut database, &settings, &file)
    }
}

/// The current time, in the form that a version starts with.
fn now() -> String {
    let now = time::OffsetDateTime::now_utc();
    let (hour, minute, second) = now.to_hms();
    format!("{}-{hour:02}{minute:02}{second:02}", now.date())
}
