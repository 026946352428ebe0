//! Errors: what, where, and what to do.

mod cause;
mod statement;

pub(crate) use cause::{Cause, is_lock_timeout};
pub use statement::StatementError;
pub(crate) use statement::offset;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::Interruption;

/// What kind of failure an error is; the CLI's exit codes follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Invalid input: nothing was changed.
    Usage,
    /// A migration failed, or the database reported an error.
    Failed,
    /// Somebody else held a lock for too long.
    TimedOut,
    /// An earlier run stopped midway and needs a decision.
    Interrupted,
}

/// Why migrations were not run, or not all of them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A URL without a database, or of a database that is not compiled in.
    #[error("{0}")]
    Url(String),
    /// The database rejected the connection.
    #[error("cannot connect to {url}: {problem}")]
    Connect {
        /// The URL, without the password.
        url: String,
        /// What the client library says.
        problem: String,
    },
    /// The SQLite file does not exist, and only writing would create it.
    #[error(
        "there is no database {path}: check the path, or create it with `conjoin migration run`"
    )]
    NoFile {
        /// The path that was given.
        path: String,
    },
    /// A file or folder cannot be read.
    #[error("{path}: {error}")]
    Io {
        /// The file or folder.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file that is not UTF-8.
    #[error("{}:{line}: byte {byte} (0x{value:02x}) is not UTF-8: save the file as UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The place of the byte, counted from 0.
        byte: usize,
        /// Its line.
        line: usize,
        /// The byte.
        value: u8,
    },
    /// A folder without `up.sql`.
    #[error("{} is missing: write it, or move the folder out of the migrations", .0.display())]
    NoUpFile(PathBuf),
    /// A folder whose name is not that of a migration.
    #[error("{}: the folder's name {problem}: rename it to <version>_<name>", path.display())]
    FolderName {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        problem: &'static str,
    },
    /// An invalid `metadata.toml`.
    #[error("{}:{line}: {problem}. Write `run_in_transaction = true` or `false`, or delete the file", path.display())]
    Metadata {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// Two folders that would be recorded as one.
    #[error(
        "version {version} is that of two folders, {} and {}: only one would ever run. Rename one",
        folders[0], folders[1]
    )]
    SameVersion {
        /// The version.
        version: String,
        /// The folders' names.
        folders: [String; 2],
    },
    /// A version that is neither among the files nor in the database.
    #[error("there is no migration {0}: `conjoin migration list` shows them all")]
    Unknown(String),
    /// Migrations that must not run as they are. Nothing was run.
    #[error("{}", refusals(.0))]
    Refused(Vec<Refusal>),
    /// A statement that the database rejected.
    #[error("{0}")]
    Statement(Box<StatementError>),
    /// Migrations that an earlier run left half done.
    #[error("{}", interruptions(.0))]
    Interrupted(Vec<Interruption>),
    /// Another runner did not finish in time.
    #[error(
        "gave up after {seconds} s: {holder} is still migrating this database. Wait for it with \
         a longer --lock-timeout, or see what it does"
    )]
    RunnerBusy {
        /// What is known of the other runner.
        holder: String,
        /// How long we waited.
        seconds: u64,
    },
    /// The connection that kept other runners out was lost.
    #[error(
        "the connection that keeps other runners out was lost, so nothing more was run: {0}. Run again"
    )]
    LockLost(String),
    /// A read-only copy.
    #[error("this server is a hot standby, which cannot be migrated: use the URL of the primary")]
    Standby,
    /// A lock that somebody else held for too long.
    #[error(
        "gave up after {seconds} s: {holder}. Run again when it is gone, or with a longer --lock-timeout"
    )]
    Locked {
        /// What is locked, and by whom, as far as that is known.
        holder: String,
        /// How long we waited.
        seconds: u64,
    },
    /// A database other than the intended one. Nothing was done to it.
    #[error("{0}")]
    WrongDatabase(String),
    /// Any other error of the database.
    #[error("{doing}: {error}{}", remedy(error))]
    Database {
        /// What was attempted.
        doing: String,
        /// What the database says.
        error: diesel::result::Error,
    },
}

impl Error {
    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Statement(error) if error.cause == Cause::Lock => ErrorKind::TimedOut,
            Self::Database { error, .. } if is_lock_timeout(error) => ErrorKind::TimedOut,
            Self::Statement(_) | Self::LockLost(_) | Self::Database { .. } => ErrorKind::Failed,
            Self::RunnerBusy { .. } | Self::Locked { .. } => ErrorKind::TimedOut,
            Self::Interrupted(_) => ErrorKind::Interrupted,
            _ => ErrorKind::Usage,
        }
    }

    pub(crate) fn io(path: &Path, error: std::io::Error) -> Self {
        Self::Io { path: path.display().to_string(), error }
    }

    /// For `map_err`: records what was attempted.
    pub(crate) fn doing(doing: impl Into<String>) -> impl FnOnce(diesel::result::Error) -> Self {
        |error| Self::Database { doing: doing.into(), error }
    }
}

/// One reason not to run a migration, found before anything ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file.
    pub path: PathBuf,
    /// The line, if the reason concerns one.
    pub line: Option<usize>,
    /// What is wrong, and what to do.
    pub problem: String,
}

/// The remedy for an error that is not the fault of a file.
fn remedy(error: &diesel::result::Error) -> String {
    match Cause::of(error) {
        Cause::File => String::new(),
        cause => format!(". {} and try again", cause.remedy()),
    }
}

/// A text, shortened to fit into a line of a message.
pub(crate) fn shorten(text: &str) -> String {
    shorten_to(100, text)
}

fn shorten_to(length: usize, text: &str) -> String {
    match text.char_indices().nth(length) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn refusals(list: &[Refusal]) -> String {
    let mut text = String::new();
    for Refusal { path, line, problem } in list {
        let line = line.map(|it| format!(":{it}")).unwrap_or_default();
        let _ = writeln!(text, "{}{line}: {problem}", path.display());
    }
    text + "Nothing was run."
}

fn interruptions(list: &[Interruption]) -> String {
    let shown: Vec<_> = list.iter().map(ToString::to_string).collect();
    shown.join("\n\n")
}
