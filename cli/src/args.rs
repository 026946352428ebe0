//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser};
use conjoin_migrate::Options;

use crate::verbs::Command;

/// Migrations for Diesel: the commands, files and tables of diesel_cli, with locks, checks and
/// repairs.
#[derive(Parser)]
#[command(name = "conjoin", version, after_help = AFTER)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
Exit codes: 0 done; 1 a migration failed; 2 invalid input, nothing was changed; 3 a check failed; \
4 waited too long; 5 an earlier run stopped midway: see `migration repair`.";

/// The heading after a command's own options.
pub(crate) const EVERYWHERE: &str = "Global options";

#[derive(Args)]
pub(crate) struct Global {
    /// The database: a URL, PostgreSQL's `host=… dbname=…`, or the path of a SQLite file
    #[arg(
        long,
        global = true,
        help_heading = EVERYWHERE,
        value_name = "URL",
        env = "DATABASE_URL",
        hide_env_values = true
    )]
    pub(crate) database_url: Option<String>,

    /// The path of `diesel.toml`; by default that of this project
    #[arg(
        long,
        global = true,
        help_heading = EVERYWHERE,
        value_name = "FILE",
        env = "DIESEL_CONFIG_FILE",
        hide_env_values = true
    )]
    pub(crate) config_file: Option<PathBuf>,

    /// Fail if the schema file would change: for CI and production
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) locked_schema: bool,

    /// Print the result as JSON
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) json: bool,
}

/// Where the migrations are.
#[derive(Args)]
pub(crate) struct Folder {
    /// The migrations folder; by default the one in diesel.toml, or `migrations` here or in a
    /// parent folder
    #[arg(
        long,
        global = true,
        help_heading = EVERYWHERE,
        value_name = "FOLDER",
        env = "MIGRATION_DIRECTORY",
        hide_env_values = true
    )]
    pub(crate) migration_dir: Option<PathBuf>,
}

/// How migrations are run.
#[derive(Args)]
pub(crate) struct Running {
    /// How many seconds to wait for another runner, or for locks on tables
    #[arg(
        long,
        value_name = "SECONDS",
        default_value = "60",
        env = "CONJOIN_LOCK_TIMEOUT",
        hide_env_values = true
    )]
    pub(crate) lock_timeout: u64,

    /// Runners with the same key wait for each other
    #[arg(
        long,
        value_name = "KEY",
        default_value = "conjoin",
        env = "CONJOIN_LOCK_KEY",
        hide_env_values = true
    )]
    pub(crate) lock_key: String,

    /// Refuse migrations that are out of order, that do nothing, or whose folder is gone
    #[arg(long)]
    pub(crate) strict: bool,
}

/// Run on a history that is not that of the files.
#[derive(Args)]
pub(crate) struct Modified {
    /// Run even if an applied migration was modified since
    #[arg(long)]
    pub(crate) allow_modified: bool,
}

/// Undo nothing.
#[derive(Args)]
pub(crate) struct EmptyDown {
    /// Mark a migration as not applied even if its down.sql has no statement; its changes remain
    #[arg(long)]
    pub(crate) allow_empty_down: bool,
}

impl Running {
    pub(crate) fn options(&self) -> Options {
        Options {
            lock_key: self.lock_key.clone(),
            wait: Duration::from_secs(self.lock_timeout),
            strict: self.strict,
            ..Options::default()
        }
    }
}
