use std::io::{BufRead, IsTerminal, Write};

use conjoin_migrate::{Database, DatabaseUrl};

use super::setup::Options;
use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Drop the database, create it again, and run all migrations
///
/// Asks for confirmation on a terminal.
///
/// Example: conjoin database reset --yes
#[derive(clap::Args)]
pub(crate) struct Reset {
    /// Do not ask for confirmation
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    options: Options,
}

impl Reset {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let url = project.url()?;
        project.migrations(folder)?; // Files that cannot be read would leave nothing behind.
        project.check_config()?;
        confirm(self.yes, &url)?;
        let name = super::drop::drop_database(project, &url)?;
        self.options.set_up(project, folder, name.as_deref())
    }
}

/// Asks on a terminal. Scripts are not asked.
pub(super) fn confirm(yes: bool, url: &DatabaseUrl) -> Result<(), Failure> {
    if yes || !std::io::stdin().is_terminal() {
        return Ok(());
    }
    let Some(database) = Database::find(url)? else { return Ok(()) };
    let question = "with all its data. Type its name to go on: ";
    let _ = write!(anstream::stderr(), "This drops {database} {question}");
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    if read.is_ok() && answer.trim() == database {
        Ok(())
    } else {
        Err(Failure::Usage(format!("{database} was left as it is")))
    }
}
