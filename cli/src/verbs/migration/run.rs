use serde_json::json;

use super::plan;
use crate::args::{Folder, Modified, Running};
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Run all pending migrations
///
/// Any number of processes may call this at once: one runs the migrations, the others wait for it.
/// All files are checked before the first statement is sent. If a file was modified after it was
/// run, nothing is run.
///
/// Example: conjoin migration run --to 2026-02-01-120000
#[derive(clap::Args)]
pub(crate) struct Run {
    /// Stop after this version
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,

    /// Print what would be run, without running it
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    modified: Modified,
    #[command(flatten)]
    running: Running,
}

impl Run {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let options = plan::options(&self.running, &self.modified);
        if self.dry_run {
            return plan::show(project, &migrations, self.to.as_deref(), options);
        }
        let mut migrator = project.migrator(options, &migrations)?;
        let applied = migrator.run(&migrations, self.to.as_deref());
        project.output.end_bar();
        let applied = project.then_schema(applied)?;
        project.output.json(&json!({ "applied": applied }));
        Ok(Code::Done)
    }
}
