//! Where statements end.
//!
//! If a file is sent whole, the database decides. This is for files that are sent statement by
//! statement, and for checks before a file is sent.

mod mysql;
mod postgres;
mod shell;
mod sqlite;

use super::scan::{Scanner, Token, Unclosed};
use super::{Dialect, is_blank};

/// One statement of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its text, without the semicolon and without the comments before it.
    pub sql: String,
    /// The line of the file where it begins, counted from 1.
    pub line: usize,
    /// The byte of the file where it begins.
    pub(crate) start: usize,
    pub(crate) dialect: Dialect,
}

impl Statement {
    /// A whole file.
    pub(crate) fn whole(text: &str, dialect: Dialect) -> Self {
        Self { sql: text.to_owned(), line: 1, start: 0, dialect }
    }
}

/// A script that cannot be split into statements.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct SplitError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there, and what to do.
    pub problem: String,
}

/// Splits a script into its statements, as the database does.
///
/// Strings, comments, dollar quotes and the bodies of triggers and routines are kept whole, and
/// MySQL's `DELIMITER` lines are supported.
///
/// ```
/// use conjoin_migrate::{Dialect, split};
///
/// let statements = split("CREATE TABLE a (b TEXT DEFAULT ';');\n\nDROP TABLE a;", Dialect::Sqlite)?;
/// assert_eq!(statements.len(), 2);
/// assert_eq!((statements[1].sql.as_str(), statements[1].line), ("DROP TABLE a", 3));
/// # Ok::<(), conjoin_migrate::SplitError>(())
/// ```
///
/// # Errors
///
/// Anything unterminated, and commands of a database's own shell.
pub fn split(text: &str, dialect: Dialect) -> Result<Vec<Statement>, SplitError> {
    let mut splitter =
        Splitter { scanner: Scanner::new(text, dialect), dialect, is_delimited: false };
    let (mut line, mut counted) = (1, 0);
    let mut statements = Vec::new();
    while let Some((start, end)) = splitter.next_range().map_err(|it| it.at_line(text))? {
        line += text[counted..start].matches('\n').count();
        counted = start;
        statements.push(Statement { sql: text[start..end].to_owned(), line, start, dialect });
    }
    if !splitter.is_delimited {
        add_up(text, &statements, dialect).map_err(|it| it.at_line(text))?;
    }
    Ok(statements)
}

/// Checks that nothing is left out: only comments and semicolons may be between the statements.
fn add_up(text: &str, statements: &[Statement], dialect: Dialect) -> Result<(), Problem> {
    let ends = statements.iter().map(|it| it.start + it.sql.len());
    let starts = statements.iter().map(|it| it.start).chain([text.len()]);
    let left_out = std::iter::once(0).chain(ends).zip(starts);
    match left_out.into_iter().find(|(from, to)| !is_blank(&text[*from..*to], dialect)) {
        Some((at, _)) => Err(Problem::new(at, "it cannot be told where this statement ends")),
        None => Ok(()),
    }
}

/// What is wrong at a byte of the file.
struct Problem {
    at: usize,
    problem: String,
}

impl Problem {
    fn new(at: usize, problem: impl Into<String>) -> Self {
        Self { at, problem: problem.into() }
    }

    fn at_line(self, text: &str) -> SplitError {
        SplitError { line: text[..self.at].matches('\n').count() + 1, problem: self.problem }
    }
}

impl From<Unclosed> for Problem {
    fn from(unclosed: Unclosed) -> Self {
        Self::new(unclosed.at, unclosed.problem)
    }
}

struct Splitter<'s> {
    scanner: Scanner<'s>,
    dialect: Dialect,
    /// Whether there was a line with `DELIMITER`.
    is_delimited: bool,
}

impl<'s> Splitter<'s> {
    /// From where to where the next statement reaches.
    fn next_range(&mut self) -> Result<Option<(usize, usize)>, Problem> {
        let mut range: Option<(usize, usize)> = None;
        let mut body = Body::new(self.dialect);
        loop {
            self.scanner.skip_blank();
            let end = self.scanner.position();
            if self.ends(&mut body) {
                if let Some((start, last)) = range {
                    self.check_dashes(last)?;
                    return Ok(Some((start, self.end(last, end))));
                }
                body = Body::new(self.dialect);
                continue;
            }
            let Some(token) = self.scanner.next() else { return self.finish(range, &body) };
            if range.is_none() && self.dialect == Dialect::Mysql && token.is("DELIMITER") {
                self.set_delimiter(&token)?;
                continue;
            }
            shell::refuse(&token, range.is_none(), self.scanner.rest(), self.dialect)?;
            body.see(&token, self.scanner.rest());
            if let Some(problem) = body.refusal() {
                return Err(problem);
            }
            range = Some((range.map_or(token.start, |(start, _)| start), token.end()));
        }
    }

    /// To MariaDB `--;` is no comment, but `--` at the end of what is sent is one.
    fn check_dashes(&self, last: usize) -> Result<(), Problem> {
        let problem = "`--` begins a comment only in front of a space";
        match self.dialect == Dialect::Mysql && self.scanner.before(last).ends_with("--") {
            true => Err(Problem::new(last - 2, problem)),
            false => Ok(()),
        }
    }

    /// MariaDB keeps the text of a routine, with the comments between it and the delimiter.
    fn end(&self, last: usize, delimiter: usize) -> usize {
        if self.dialect == Dialect::Mysql { self.scanner.trim_end(delimiter) } else { last }
    }

    fn ends(&mut self, body: &mut Body<'s>) -> bool {
        match self.scanner.delimiter {
            Some(own) => self.scanner.accept(own),
            None => self.scanner.accept(";") && body.ends_at_semicolon(),
        }
    }

    fn set_delimiter(&mut self, token: &Token<'_>) -> Result<(), Problem> {
        let line = self.scanner.line().trim();
        let first = line.split_whitespace().next().unwrap_or_default();
        let delimiter = first.trim_matches(['\'', '"', '`']);
        if delimiter.is_empty() {
            return Err(Problem::new(token.start, "`DELIMITER` names no delimiter"));
        }
        self.is_delimited = true;
        self.scanner.delimiter = (delimiter != ";").then_some(delimiter);
        Ok(())
    }

    /// At the end of the file nothing may be open.
    fn finish(
        &self,
        range: Option<(usize, usize)>,
        body: &Body<'s>,
    ) -> Result<Option<(usize, usize)>, Problem> {
        if let Some(unclosed) = self.scanner.unclosed {
            return Err(unclosed.into());
        }
        match body.open() {
            Some(problem) if self.scanner.delimiter.is_none() => Err(problem),
            _ => Ok(range.map(|(start, last)| (start, self.end(last, self.scanner.position())))),
        }
    }
}

/// What a statement is made of, as far as semicolons within it are concerned.
enum Body<'s> {
    Sqlite(sqlite::Body),
    Postgres(postgres::Body),
    Mysql(mysql::Body<'s>),
}

impl<'s> Body<'s> {
    fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => Self::Sqlite(sqlite::Body::default()),
            Dialect::Postgres => Self::Postgres(postgres::Body::default()),
            Dialect::Mysql => Self::Mysql(mysql::Body::default()),
        }
    }

    fn see(&mut self, token: &Token<'s>, rest: &str) {
        match self {
            Self::Sqlite(it) => it.see(token),
            Self::Postgres(it) => it.see(token, rest),
            Self::Mysql(it) => it.see(token, rest),
        }
    }

    /// Whether a semicolon here ends the statement.
    fn ends_at_semicolon(&mut self) -> bool {
        match self {
            Self::Sqlite(it) => it.ends_at_semicolon(),
            Self::Postgres(it) => it.ends_at_semicolon(),
            Self::Mysql(it) => it.ends_at_semicolon(),
        }
    }

    /// What is still open at the end of the file.
    fn open(&self) -> Option<Problem> {
        match self {
            Self::Sqlite(it) => it.open(),
            Self::Postgres(it) => it.open(),
            Self::Mysql(it) => it.open(),
        }
    }

    /// Why this statement cannot be part of a migration.
    fn refusal(&self) -> Option<Problem> {
        match self {
            Self::Postgres(it) => it.refusal(),
            _ => None,
        }
    }
}

/// Whether this word stands next, but for space and comments.
fn starts_with_word(rest: &str, word: &str, dialect: Dialect) -> bool {
    Scanner::new(rest, dialect).next().is_some_and(|it| it.is(word))
}

#[cfg(test)]
#[path = "split/tests.rs"]
mod tests;
