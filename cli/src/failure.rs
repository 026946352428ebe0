//! Failures, and their exit codes.

use std::io::Write;
use std::process::ExitCode;

use conjoin_migrate::{Error, ErrorKind};

/// Exit codes, as listed in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    Done = 0,
    /// A migration failed, or the database reported an error.
    Failed = 1,
    /// Invalid input; nothing was changed.
    Usage = 2,
    /// A check failed.
    No = 3,
    /// Timed out.
    TimedOut = 4,
    /// An earlier run stopped midway.
    Interrupted = 5,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Migrate(#[from] Error),
    #[error("the file .env cannot be read: {}", env_problem(.0))]
    EnvFile(dotenvy::Error),
    #[error(
        "no database is named: set DATABASE_URL, in the environment or in a file .env, or give \
         --database-url"
    )]
    NoUrl,
    #[error("{path}: {problem}")]
    File { path: String, problem: String },
    #[error(
        "no folder `migrations` in this folder or above it: `conjoin setup` makes one, \
         --migration-dir names another"
    )]
    NoMigrations,
    #[error("{0}")]
    Usage(String),
    /// The failed result of a check, which has been printed already.
    #[error("{0}")]
    No(String),
    #[error("{0}")]
    TimedOut(String),
    /// Something failed after the migrations, which are applied.
    #[error("{0}")]
    After(String),
}

/// Prints a problem with the command line, without passwords, or the requested help.
pub(crate) fn refuse(error: &clap::Error) -> ! {
    if !error.use_stderr() {
        error.exit();
    }
    let password = regex::Regex::new(r"(://[^:/@\s]*):\S*@").expect("it is one");
    let option = regex::Regex::new(r"(?i)(password\s*=\s*)('[^']*'?|[^\s&']+)").expect("it is one");
    let hide = |text: String| {
        let text = password.replace_all(&text, "$1:***@").into_owned();
        option.replace_all(&text, "$1***").into_owned()
    };
    if std::env::args().any(|it| it == "--json") {
        let message = hide(error.to_string());
        let failure = serde_json::json!({ "message": message, "exit_code": Code::Usage as u8 });
        let document = serde_json::json!({ "error": failure, "applied": [] });
        let _ = writeln!(anstream::stdout(), "{document:#}");
    }
    let _ = write!(anstream::stderr(), "{}", hide(error.render().ansi().to_string()));
    std::process::exit(Code::Usage as i32)
}

/// Without the line itself, which may contain a password.
fn env_problem(error: &dotenvy::Error) -> String {
    match error {
        dotenvy::Error::LineParse(_, at) => {
            format!("a line of it is no `NAME=value` from its character {} on", at + 1)
        }
        other => other.to_string(),
    }
}

impl Failure {
    pub(crate) fn file(path: &std::path::Path, problem: impl ToString) -> Self {
        Self::File { path: path.display().to_string(), problem: problem.to_string() }
    }

    pub(crate) fn at(path: &std::path::Path, line: usize, problem: String) -> Self {
        Self::File { path: format!("{}:{line}", path.display()), problem }
    }

    pub(crate) fn code(&self) -> Code {
        match self {
            Self::Migrate(error) => match error.kind() {
                ErrorKind::Usage => Code::Usage,
                ErrorKind::Failed => Code::Failed,
                ErrorKind::TimedOut => Code::TimedOut,
                ErrorKind::Interrupted => Code::Interrupted,
            },
            Self::No(_) => Code::No,
            Self::TimedOut(_) => Code::TimedOut,
            Self::After(_) => Code::Failed,
            _ => Code::Usage,
        }
    }
}
