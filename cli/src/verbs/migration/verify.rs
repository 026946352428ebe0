use conjoin_migrate::{Entry, Status};
use serde_json::json;

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Check that the database and the files agree; exit with 3 if they do not
///
/// They disagree if a file was modified or deleted after it was run, if a migration was
/// interrupted, or if one was added before others that were run already. Nothing is written: a
/// read-only role is sufficient.
///
/// Example: conjoin migration verify --json
#[derive(clap::Args)]
pub(crate) struct Verify {}

impl Verify {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let entries = project.reader()?.status(&migrations)?;
        let unclean: Vec<_> = entries.iter().filter(|it| !it.status.is_clean()).collect();
        for entry in &unclean {
            project.output.line(format_args!("{}: {}", entry.name, explain(entry)));
        }
        let count = |status: Status| entries.iter().filter(|it| it.status == status).count();
        let (applied, pending) = (count(Status::Applied), count(Status::Pending));
        project.output.line(format_args!(
            "{applied} applied, {pending} pending, {} to look at",
            unclean.len()
        ));
        project.output.json(&json!({ "clean": unclean.is_empty(), "migrations": entries }));
        Ok(if unclean.is_empty() { Code::Done } else { Code::No })
    }
}

fn explain(entry: &Entry) -> String {
    let version = &entry.version;
    let repair = |option: &str| format!("`conjoin migration repair {version} {option}`");
    match entry.status {
        Status::Modified => format!(
            "up.sql was modified after it was run. Bring it back, or accept it with {}",
            repair("--applied")
        ),
        Status::Missing => format!(
            "was run, and its folder is gone. Bring it back, or forget it with {}",
            repair("--reverted")
        ),
        Status::Interrupted => {
            "was interrupted. `conjoin migration run` shows how far it came".to_owned()
        }
        Status::OutOfOrder => {
            "was not run, though a later one was. `conjoin migration run` runs it \
                               out of order"
                .to_owned()
        }
        Status::Applied | Status::Pending | Status::Running => String::new(),
    }
}
