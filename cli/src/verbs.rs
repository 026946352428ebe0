//! The commands: one file each, whose doc comment is the help.

mod completions;
mod database;
mod migration;
mod print_schema;
mod setup;

use clap::Subcommand;

use crate::failure::{Code, Failure};
use crate::project::Project;

#[derive(Subcommand)]
pub(crate) enum Command {
    Setup(setup::Setup),
    Database(database::Database),
    Migration(migration::Migration),
    PrintSchema(print_schema::PrintSchema),
    Completions(completions::Completions),
}

impl Command {
    pub(crate) fn run(&self, project: &Project<'_>) -> Result<Code, Failure> {
        match self {
            Self::Setup(it) => it.run(project),
            Self::Database(it) => it.run(project),
            Self::Migration(it) => it.run(project),
            Self::PrintSchema(it) => it.run(project),
            Self::Completions(it) => it.run(project),
        }
    }
}
