use conjoin_migrate::Options;
use serde_json::json;

use crate::args::{EmptyDown, Folder, Running};
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Revert migrations, newest first
///
/// All of them are checked before the first is reverted: a down.sql that is missing or has no
/// statement is rejected. A migration whose folder is gone is reverted with the SQL stored in the
/// database.
///
/// Example: conjoin migration revert -n 2
#[derive(clap::Args)]
pub(crate) struct Revert {
    #[command(flatten)]
    count: Count,
    #[command(flatten)]
    empty: EmptyDown,
    #[command(flatten)]
    running: Running,
}

#[derive(clap::Args)]
pub(super) struct Count {
    /// All migrations
    #[arg(short, long, conflicts_with = "number")]
    all: bool,

    /// How many migrations
    #[arg(short, long, default_value = "1", value_name = "N")]
    number: usize,
}

impl Count {
    pub(super) fn get(&self) -> usize {
        if self.all { usize::MAX } else { self.number }
    }
}

pub(super) fn options(running: &Running, empty: &EmptyDown) -> Options {
    Options { allow_empty_down: empty.allow_empty_down, ..running.options() }
}

impl Revert {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let options = options(&self.running, &self.empty);
        let mut migrator = project.migrator_of_existing(options)?;
        let reverted = project.then_schema(migrator.revert(&migrations, self.count.get()))?;
        project.output.json(&json!({ "reverted": reverted }));
        Ok(Code::Done)
    }
}
