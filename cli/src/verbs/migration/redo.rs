use serde_json::json;

use super::revert::{Count, options};
use crate::args::{EmptyDown, Folder, Running};
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Revert the last migrations and run them again
///
/// If the database supports it, this is one transaction: either all are redone, or nothing changes.
///
/// Example: conjoin migration redo --all
#[derive(clap::Args)]
pub(crate) struct Redo {
    #[command(flatten)]
    count: Count,
    #[command(flatten)]
    empty: EmptyDown,
    #[command(flatten)]
    running: Running,
}

impl Redo {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let options = options(&self.running, &self.empty);
        let mut migrator = project.migrator_of_existing(options)?;
        let redone = migrator.redo(&migrations, self.count.get());
        project.output.end_bar();
        let redone = project.then_schema(redone)?;
        project.output.json(&json!({ "redone": redone }));
        Ok(Code::Done)
    }
}
