use serde_json::json;

use crate::args::{Folder, Running};
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Record migrations as run, without running them
///
/// For a database that existed before its migrations.
///
/// Example: conjoin migration baseline 2026-01-01-000000
#[derive(clap::Args)]
pub(crate) struct Baseline {
    /// The last version that the database already contains
    version: String,

    #[command(flatten)]
    running: Running,
}

impl Baseline {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let mut migrator = project.migrator_of_existing(self.running.options())?;
        let recorded = migrator.baseline(&migrations, &self.version)?;
        for name in &recorded {
            project.output.line(format_args!("Recorded migration {name}"));
        }
        project.output.json(&json!({ "recorded": recorded }));
        Ok(Code::Done)
    }
}
