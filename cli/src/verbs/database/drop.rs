use conjoin_migrate::{Database, DatabaseUrl};
use serde_json::json;

use super::reset::confirm;
use super::setup::shown;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Drop the database
///
/// On a terminal it asks first.
///
/// Example: conjoin database drop --yes
#[derive(clap::Args)]
pub(crate) struct Drop {
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

impl Drop {
    pub(crate) fn run(&self, project: &Project<'_>) -> Result<Code, Failure> {
        let url = project.url()?;
        confirm(self.yes, &shown(&url))?;
        let dropped = drop_database(project, &url)?;
        project.output.json(&json!({ "dropped": dropped }));
        Ok(Code::Done)
    }
}

pub(super) fn drop_database(project: &Project<'_>, url: &DatabaseUrl) -> Result<bool, Failure> {
    let dropped = Database::drop(url)?;
    if dropped {
        project.output.line(format_args!("Dropping database: {}", shown(url)));
    }
    Ok(dropped)
}
