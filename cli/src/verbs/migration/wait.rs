use std::time::{Duration, Instant};

use conjoin_migrate::Migrations;
use serde_json::json;

use crate::args::Folder;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Wait until the database responds and another process has run all migrations
///
/// For containers that start alongside the one that migrates. Nothing is written.
///
/// Example: conjoin migration wait --timeout 120 && exec my-server
#[derive(clap::Args)]
pub(crate) struct Wait {
    /// Give up after this many seconds
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    timeout: u64,
}

impl Wait {
    pub(crate) fn run(&self, project: &Project<'_>, folder: &Folder) -> Result<Code, Failure> {
        let migrations = project.migrations(folder)?;
        project.url()?; // What is wrong with it will not become right.
        let start = Instant::now();
        let mut told = String::new();
        while let Some(reason) = reason_to_wait(project, &migrations) {
            if start.elapsed() >= Duration::from_secs(self.timeout) {
                let seconds = self.timeout;
                return Err(Failure::TimedOut(format!("gave up after {seconds} s: {reason}")));
            }
            if told != reason {
                project.output.note(format_args!("waiting: {reason}"));
                told = reason;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        project.output.line("ready");
        project.output.json(&json!({ "ready": true }));
        Ok(Code::Done)
    }
}

fn reason_to_wait(project: &Project<'_>, migrations: &Migrations) -> Option<String> {
    let entries = project.reader().and_then(|mut it| Ok(it.status(migrations)?));
    match entries {
        Ok(entries) => {
            let waiting = entries.iter().filter(|it| !it.status.is_applied()).count();
            (waiting > 0).then(|| format!("{waiting} migrations are not applied yet"))
        }
        Err(failure) => Some(failure.to_string()),
    }
}
