use serde_json::json;

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Print whether any migration is pending: true or false
///
/// Nothing is written.
///
/// Example: conjoin migration pending --exit-code || echo "not yet"
#[derive(clap::Args)]
pub(crate) struct Pending {
    /// Exit with 3 if any is pending
    #[arg(long)]
    exit_code: bool,
}

impl Pending {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        let entries = project.reader()?.status(&migrations)?;
        let waiting = entries.iter().filter(|it| !it.status.is_applied()).map(|it| &it.name);
        let waiting: Vec<_> = waiting.collect();
        project.output.line(!waiting.is_empty());
        project.output.json(&json!({ "pending": waiting }));
        let no = self.exit_code && !waiting.is_empty();
        Ok(if no { Code::No } else { Code::Done })
    }
}
