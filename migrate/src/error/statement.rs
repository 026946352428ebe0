//! A statement that failed, shown in its file.

use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::Statement;

/// A statement that the database refused: where it stands, what the database says, and what is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementError {
    /// The file.
    pub path: PathBuf,
    /// The line that the error is on.
    pub line: usize,
    /// The number of the statement in its file, counted from 1.
    pub number: usize,
    /// The number of statements in the file.
    pub of: usize,
    /// What the database says.
    pub message: String,
    /// Its details and hints.
    pub details: Vec<String>,
    /// What became of the migration, and what to do.
    pub outcome: String,
    /// The line of SQL.
    source_line: String,
    /// The column in that line, counted from 0, if the database said where.
    column: Option<usize>,
}

impl StatementError {
    pub(crate) fn new(
        path: PathBuf,
        (number, of): (usize, usize),
        statement: &Statement,
        error: &DieselError,
        outcome: String,
    ) -> Self {
        let offset = offset(statement, error);
        let before = &statement.sql[..offset.unwrap_or(0)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let source_line = statement.sql[line_start..].lines().next().unwrap_or_default();
        Self {
            path,
            line: statement.line + before.matches('\n').count(),
            number,
            of,
            message: error.to_string(),
            details: details(error),
            outcome,
            source_line: source_line.to_owned(),
            column: offset.map(|at| statement.sql[line_start..at].chars().count()),
        }
    }

    /// An error that no single statement is to blame for.
    pub(crate) fn whole(path: PathBuf, of: usize, message: String, outcome: String) -> Self {
        let (details, source_line) = (Vec::new(), String::new());
        Self { path, line: 1, number: of, of, message, details, outcome, source_line, column: None }
    }
}

impl std::error::Error for StatementError {}

impl Display for StatementError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { line, number, of, message, .. } = self;
        writeln!(f, "{}:{line}: statement {number} of {of}: {message}", self.path.display())?;
        if !self.source_line.is_empty() {
            let margin = " ".repeat(line.to_string().len());
            writeln!(f, "{margin} |\n{line} | {}", self.source_line)?;
            let caret = self.column.map(|it| format!(" {}^", " ".repeat(it))).unwrap_or_default();
            writeln!(f, "{margin} |{caret}")?;
        }
        for detail in &self.details {
            writeln!(f, "{detail}")?;
        }
        f.write_str(&self.outcome)
    }
}

fn details(error: &DieselError) -> Vec<String> {
    let DieselError::DatabaseError(_, information) = error else { return Vec::new() };
    let detail = information.details().map(|it| format!("detail: {it}"));
    let hint = information.hint().map(|it| format!("hint: {it}"));
    detail.into_iter().chain(hint).collect()
}

/// Where in the statement the error is, in bytes.
fn offset(statement: &Statement, error: &DieselError) -> Option<usize> {
    let DieselError::DatabaseError(_, information) = error else { return None };
    match information.statement_position() {
        // PostgreSQL counts characters from 1.
        Some(position) => {
            let index = usize::try_from(position - 1).ok()?;
            statement.sql.char_indices().nth(index).map(|(at, _)| at)
        }
        None => near(&statement.sql, information.message()),
    }
}

/// SQLite and MariaDB name what they stumbled over: `near "FORM": syntax error`, `no such table: t`,
/// `near 'FORM t' at line 1`. It is only believed when it stands in one place.
fn near(sql: &str, message: &str) -> Option<usize> {
    let between = |start: &str, end: &str| {
        let rest = &message[message.find(start)? + start.len()..];
        Some(&rest[..rest.find(end)?])
    };
    let no_such =
        || message.strip_prefix("no such ").and_then(|rest| Some(rest.split_once(": ")?.1));
    let text = between("near \"", "\": ").or_else(|| between("near '", "' at line "));
    let text = text.or_else(no_such)?;
    let mut places = sql.match_indices(text).map(|(at, _)| at);
    let place = places.next().filter(|_| !text.is_empty())?;
    places.next().is_none().then_some(place)
}

/// Whether somebody else's lock is all that was in the way, so that trying again makes sense.
pub(crate) fn is_lock_timeout(error: &DieselError) -> bool {
    let DieselError::DatabaseError(kind, information) = error else { return false };
    let message = information.message().to_ascii_lowercase();
    matches!(kind, DatabaseErrorKind::SerializationFailure)
        || ["lock timeout", "lock wait timeout", "deadlock", "database is locked"]
            .iter()
            .any(|it| message.contains(it))
}
