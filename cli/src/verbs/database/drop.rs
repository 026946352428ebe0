use conjoin_migrate::{Database, DatabaseUrl};
use serde_json::json;

use super::reset::confirm;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Drop the database
///
/// Drops the database that the connection is actually on, whatever selected it. Asks for
/// confirmation on a terminal.
///
/// Example: conjoin database drop --yes
#[derive(clap::Args)]
pub(crate) struct Drop {
    /// Do not ask for confirmation
    #[arg(short, long)]
    yes: bool,
}

impl Drop {
    pub(crate) fn run(&self, project: &Project<'_>) -> Result<Code, Failure> {
        let url = project.url()?;
        confirm(self.yes, &url)?;
        let dropped = drop_database(project, &url)?;
        project.output.json(&json!({ "dropped": dropped.is_some(), "database": dropped }));
        Ok(Code::Done)
    }
}

/// Drops the database that a connection is on, and returns its name.
pub(super) fn drop_database(
    project: &Project<'_>,
    url: &DatabaseUrl,
) -> Result<Option<String>, Failure> {
    let dropped = Database::drop(url)?;
    if let Some(name) = &dropped {
        project.output.line(format_args!("Dropping database: {name}"));
    }
    Ok(dropped)
}
