mod drop;
mod reset;
pub(super) mod setup;

use clap::{Args, Subcommand};

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Create, drop or reset the database
#[derive(Args)]
#[command(visible_alias = "db", subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Database {
    #[command(flatten)]
    folder: Folder,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Setup(setup::Setup),
    Reset(reset::Reset),
    Drop(drop::Drop),
}

impl Database {
    pub(crate) fn run(&self, project: &Project<'_>) -> Result<Code, Failure> {
        match &self.verb {
            Verb::Setup(it) => it.run(project, &self.folder),
            Verb::Reset(it) => it.run(project, &self.folder),
            Verb::Drop(it) => it.run(project),
        }
    }
}
