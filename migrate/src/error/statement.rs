//! A statement that failed, shown in its file.

use std::fmt::{self, Display, Formatter};
use std::path::PathBuf;

use diesel::result::Error as DieselError;
use unicode_width::UnicodeWidthChar;

use super::cause::Cause;
use super::shorten_to;
use crate::Statement;

/// A statement that the database rejected: its position, the database's message, and the state it
/// left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementError {
    /// The file.
    pub path: PathBuf,
    /// The line that the error is on.
    pub line: usize,
    /// The number of the statement in its file, counted from 1; 0 if unknown.
    pub number: usize,
    /// The number of statements in the file.
    pub of: usize,
    /// The database's message.
    pub message: String,
    /// Its details and hints.
    pub details: Vec<String>,
    /// The state of the migration, and what to do.
    pub outcome: String,
    /// Why.
    pub(super) cause: Cause,
    /// The line of SQL.
    source: Source,
}

impl StatementError {
    /// `offset` is the byte of the statement where the error is, if the database reports it.
    pub(crate) fn new(
        path: PathBuf,
        (number, of): (usize, usize),
        (statement, offset): (&Statement, Option<usize>),
        error: &DieselError,
        outcome: String,
    ) -> Self {
        let before = &statement.sql[..offset.unwrap_or(0)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let source_line = statement.sql[line_start..].lines().next().unwrap_or_default();
        Self {
            path,
            line: statement.line + before.matches('\n').count(),
            number,
            of,
            message: shorten_to(1000, &error.to_string()),
            details: details(error),
            outcome,
            cause: Cause::of(error),
            source: Source::new(source_line, offset.map(|at| at - line_start)),
        }
    }

    /// An error that is not the fault of a single statement.
    pub(crate) fn whole(
        path: PathBuf,
        (number, of): (usize, usize),
        (message, cause): (String, Cause),
        outcome: String,
    ) -> Self {
        let (details, source) = (Vec::new(), Source::default());
        let message = shorten_to(1000, &message);
        Self { path, line: 1, number, of, message, details, outcome, cause, source }
    }
}

impl std::error::Error for StatementError {}

impl Display for StatementError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { line, number, of, message, source, .. } = self;
        let path = self.path.display();
        match number {
            0 => writeln!(f, "{path}: {message}")?,
            _ => writeln!(f, "{path}:{line}: statement {number} of {of}: {message}")?,
        }
        if !source.text.is_empty() {
            let margin = " ".repeat(line.to_string().len());
            writeln!(f, "{margin} |\n{line} | {}", source.text)?;
            let caret = source.indent.as_ref().map(|it| format!(" {it}^")).unwrap_or_default();
            writeln!(f, "{margin} |{caret}")?;
        }
        for detail in &self.details {
            writeln!(f, "{detail}")?;
        }
        f.write_str(&self.outcome)
    }
}

/// A line of SQL as it is shown, and the indentation of a caret below it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Source {
    text: String,
    indent: Option<String>,
}

/// How many characters of a long line are shown, and how many of them come before the caret.
const SHOWN: usize = 120;
const SHOWN_BEFORE: usize = 60;

impl Source {
    fn new(line: &str, offset: Option<usize>) -> Self {
        let place = offset.map(|at| line[..at.min(line.len())].chars().count());
        let length = line.chars().count();
        let start = match place {
            Some(place) if length > SHOWN => place.saturating_sub(SHOWN_BEFORE),
            _ => 0,
        };
        let shown: String = line.chars().skip(start).take(SHOWN).collect();
        let (left, right) = (start > 0, start + SHOWN < length);
        let dots = |is_cut| if is_cut { "…" } else { "" };
        let before = place.map(|it| shown.chars().take(it - start));
        let indent = before.map(|it| dots(left).chars().chain(it).map(blank).collect());
        Self { text: format!("{}{shown}{}", dots(left), dots(right)), indent }
    }
}

/// As wide as this character.
fn blank(c: char) -> String {
    if c == '\t' { "\t".to_owned() } else { " ".repeat(c.width().unwrap_or(0)) }
}

fn details(error: &DieselError) -> Vec<String> {
    let DieselError::DatabaseError(_, information) = error else { return Vec::new() };
    let detail = information.details().map(|it| format!("detail: {}", shorten_to(1000, it)));
    let hint = information.hint().map(|it| format!("hint: {it}"));
    detail.into_iter().chain(hint).collect()
}

/// The byte of the sent text where the database saw the error.
pub(crate) fn offset(sql: &str, error: &DieselError) -> Option<usize> {
    let DieselError::DatabaseError(_, information) = error else { return None };
    match information.statement_position() {
        // PostgreSQL counts characters from 1.
        Some(position) => {
            let index = usize::try_from(position - 1).ok()?;
            sql.char_indices().nth(index).map(|(at, _)| at)
        }
        None => near(sql, information.message()),
    }
}

/// SQLite and MariaDB quote what they stumbled over: `near "FORM": syntax error`, `no such table:
/// t`, `near 'FORM t' at line 1`. This is used only if it occurs once in the statement.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The line as it is shown, with the caret's below it.
    fn shown(line: &str, at: &str) -> String {
        let source = Source::new(line, line.find(at));
        format!("{}\n{}^", source.text, source.indent.unwrap_or_default())
    }

    #[test]
    fn the_caret_stands_below_its_place_after_tabs_and_wide_characters() {
        assert_eq!(shown("a\t\tFORM", "FORM"), "a\t\tFORM\n \t\t^");
        assert_eq!(shown("'漢字' FORM", "FORM"), "'漢字' FORM\n       ^");
        assert_eq!(shown("'e\u{301}' FORM", "FORM"), "'e\u{301}' FORM\n    ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let long = format!("{} FORM {}", "x".repeat(100_000), "y".repeat(100_000));
        let text = shown(&long, "FORM");
        let (line, caret) = text.split_once('\n').unwrap();
        assert!(line.starts_with('…') && line.ends_with('…') && line.chars().count() == SHOWN + 2);
        assert_eq!(caret.chars().count(), line.split("FORM").next().unwrap().chars().count() + 1);
        assert_eq!(shown(&long[..200_000], "x").lines().next().unwrap().chars().count(), SHOWN + 1);
    }
}
