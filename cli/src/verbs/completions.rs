use clap::CommandFactory;

use crate::args::Cli;
use crate::failure::{Code, Failure};
use crate::project::Project;

/// Print a shell completion script
///
/// Example: conjoin completions bash > /etc/bash_completion.d/conjoin
#[derive(clap::Args)]
pub(crate) struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

impl Completions {
    pub(crate) fn run(&self, project: &Project<'_>) -> Result<Code, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "conjoin", &mut script);
        let script = String::from_utf8_lossy(&script);
        project.output.line(script.trim_end());
        project.output.json(&serde_json::json!({ "script": script }));
        Ok(Code::Done)
    }
}
