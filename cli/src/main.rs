//! `conjoin`: migrations for Diesel that lose nothing.
//!
//! `args` says what is understood, `project` finds the files, `verbs` has a file for each verb,
//! `output` and `failure` say what comes of it.

mod args;
mod config;
mod failure;
mod output;
mod project;
mod replace;
mod schema;
mod verbs;

use std::process::ExitCode;

use clap::Parser;

use args::Cli;
use failure::Failure;
use output::Output;
use project::Project;

fn main() -> ExitCode {
    // Before the arguments, which take their defaults from the environment.
    let environment = read_env_file();
    let cli = Cli::try_parse().unwrap_or_else(|error| failure::refuse(&error));
    let output = Output::new(cli.global.json);
    let done = environment.and_then(|()| {
        let project = Project::new(&cli.global, &output);
        cli.command.run(&project)
    });
    let code = match done {
        Ok(code) => code,
        Err(failure) => {
            output.fail(&failure);
            failure.code()
        }
    };
    output.end(code).into()
}

fn read_env_file() -> Result<(), Failure> {
    match dotenvy::dotenv() {
        Err(error) if !error.not_found() => Err(Failure::EnvFile(error)),
        _ => Ok(()),
    }
}
