mod baseline;
mod generate;
mod list;
mod pending;
mod plan;
mod redo;
mod repair;
mod revert;
mod run;
mod test;
mod verify;
mod wait;

use clap::{Args, Subcommand};

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Create, run, revert and check migrations
#[derive(Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Migration {
    #[command(flatten)]
    folder: Folder,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Run(run::Run),
    Revert(revert::Revert),
    Redo(redo::Redo),
    List(list::List),
    Pending(pending::Pending),
    Generate(generate::Generate),
    Plan(plan::Plan),
    Verify(verify::Verify),
    Repair(repair::Repair),
    Baseline(baseline::Baseline),
    Test(test::Test),
    Wait(wait::Wait),
}

impl Migration {
    pub(crate) fn run(&self, project: &Project<'_>) -> Result<Code, Failure> {
        let folder = &self.folder;
        match &self.verb {
            Verb::Run(it) => it.run(project, folder),
            Verb::Revert(it) => it.run(project, folder),
            Verb::Redo(it) => it.run(project, folder),
            Verb::List(it) => it.run(project, folder),
            Verb::Pending(it) => it.run(project, folder),
            Verb::Generate(it) => it.run(project, folder),
            Verb::Plan(it) => it.run(project, folder),
            Verb::Verify(it) => it.run(project, folder),
            Verb::Repair(it) => it.run(project, folder),
            Verb::Baseline(it) => it.run(project, folder),
            Verb::Test(it) => it.run(project, folder),
            Verb::Wait(it) => it.run(project, folder),
        }
    }
}
