use std::path::{Path, PathBuf};

use serde_json::json;

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::{Project, relative};

/// Make the folder of a new migration, with up.sql and down.sql to be written
///
/// Example: conjoin migration generate create_users
#[derive(clap::Args)]
pub(crate) struct Generate {
    /// What the migration does, as a part of the folder's name
    #[arg(value_name = "NAME")]
    name: String,

    /// The version; by default the present time
    #[arg(long)]
    version: Option<String>,

    /// Make no down.sql: the migration is not to be undone
    #[arg(short = 'u', long)]
    no_down: bool,

    /// The format of the migration
    #[arg(long, default_value = "sql", value_parser = ["sql"])]
    format: String,
}

/// As diesel_cli has them, so that either tool knows what was not written yet.
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
        let made = self.make_folder(&migrations)?;
        let files = [("up.sql", Some(UP)), ("down.sql", (!self.no_down).then_some(DOWN))];
        let mut created = Vec::new();
        for (name, text) in files {
            let Some(text) = text else { continue };
            let path = relative(&made.join(name));
            project.output.line(format_args!("Creating {}", path.display()));
            std::fs::write(&path, text).map_err(|error| Failure::file(&path, error))?;
            created.push(path);
        }
        project.output.json(&json!({ "created": created }));
        Ok(Code::Done)
    }

    /// The folder's name is new with its version, whoever else makes one at this moment.
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

/// The time as a version begins with it.
fn now() -> String {
    let now = time::OffsetDateTime::now_utc();
    let (hour, minute, second) = now.to_hms();
    format!("{}-{hour:02}{minute:02}{second:02}", now.date())
}
