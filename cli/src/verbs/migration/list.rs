use conjoin_migrate::{Entry, Status};
use serde_json::json;

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// List all migrations; those that were run are marked with an X
///
/// Also shows which ones were modified or lost their folder since, were interrupted, or are out of
/// order. Nothing is written.
///
/// Example: conjoin migration list
#[derive(clap::Args)]
pub(crate) struct List {}

impl List {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let entries = project.reader()?.status(&migrations)?;
        project.output.line("Migrations:");
        for entry in &entries {
            project.output.line(line(entry));
        }
        project.output.json(&json!({ "migrations": entries }));
        Ok(Code::Done)
    }
}

fn line(entry: &Entry) -> String {
    let mark = match entry.status {
        Status::Interrupted => '!',
        Status::Running => '>',
        status if status.is_applied() => 'X',
        _ => ' ',
    };
    let remark = match entry.status {
        Status::Modified => " (modified)",
        Status::Missing => " (missing)",
        Status::Interrupted => " (interrupted)",
        Status::Running => " (running)",
        Status::OutOfOrder => " (out of order)",
        Status::Applied | Status::Pending => "",
    };
    format!("  [{mark}] {}{remark}", entry.name)
}
