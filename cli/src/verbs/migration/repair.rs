use serde_json::json;

use crate::args::{Folder, Running};
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Record how an interrupted migration ended
///
/// Changes only the history of migrations, nothing else in the database. `--applied` also accepts a
/// file that was modified after it was run, and `--reverted` also removes the record of a migration
/// whose folder is gone.
///
/// Example: conjoin migration repair 20260201120000 --retry
#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["applied", "reverted", "retry"]))]
pub(crate) struct Repair {
    /// The version
    version: String,

    /// All of the migration took effect
    #[arg(long)]
    applied: bool,

    /// None of the migration took effect
    #[arg(long)]
    reverted: bool,

    /// Let the next run continue at the first statement that is not known to be done
    #[arg(long)]
    retry: bool,

    /// With --retry: continue at this statement
    #[arg(long, value_name = "STATEMENT", requires = "retry")]
    from: Option<std::num::NonZeroUsize>,

    #[command(flatten)]
    running: Running,
}

impl Repair {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let mut migrator = project.migrator_of_existing(self.running.options())?;
        migrator.repair(&migrations, &self.version, self.repair())?;
        project.output.line(format_args!("{} is recorded as {}", self.version, self.state()));
        project.output.json(&json!({ "version": self.version, "recorded": self.state() }));
        Ok(Code::Done)
    }

    fn repair(&self) -> conjoin_migrate::Repair {
        match (self.applied, self.reverted) {
            (true, _) => conjoin_migrate::Repair::Applied,
            (_, true) => conjoin_migrate::Repair::Reverted,
            _ => conjoin_migrate::Repair::Retry(self.from.map(Into::into)),
        }
    }

    fn state(&self) -> &'static str {
        match self.repair() {
            conjoin_migrate::Repair::Applied => "applied",
            conjoin_migrate::Repair::Reverted => "not applied",
            conjoin_migrate::Repair::Retry(_) => "to be continued",
        }
    }
}
