use std::io::{BufRead, IsTerminal};

use super::setup::{Options, shown};
use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Drop the database, make it anew, and run all migrations
///
/// On a terminal it asks first.
///
/// Example: conjoin database reset --yes
#[derive(clap::Args)]
pub(crate) struct Reset {
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    options: Options,
}

impl Reset {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let url = project.url()?;
        project.migrations(folder)?; // Files that cannot be read would leave nothing behind.
        confirm(self.yes, &shown(&url))?;
        super::drop::drop_database(project, &url)?;
        self.options.set_up(project, folder)
    }
}

/// Asks on a terminal. Scripts have decided already.
pub(super) fn confirm(yes: bool, database: &str) -> Result<(), Failure> {
    if yes || !std::io::stdin().is_terminal() {
        return Ok(());
    }
    anstream::eprint!("This drops {database} with all its data. Type its name to go on: ");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    if read.is_ok() && answer.trim() == database {
        Ok(())
    } else {
        Err(Failure::Usage(format!("{database} was left as it is")))
    }
}
