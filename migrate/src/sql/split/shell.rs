//! Commands of the databases' own shells, which are no SQL.

use super::super::scan::Kind;
use super::{Dialect, Problem, Token};

/// Refuses a command of a shell; `first` says whether it would begin a statement.
pub(super) fn refuse(
    token: &Token<'_>,
    first: bool,
    rest: &str,
    dialect: Dialect,
) -> Result<(), Problem> {
    let shell = match (token.kind, dialect) {
        // No operator of PostgreSQL has a backslash.
        (Kind::Sign('\\'), Dialect::Postgres) => "psql",
        // `\N` is its NULL.
        (Kind::Sign('\\'), Dialect::Mysql) if !rest.starts_with('N') => "the client `mariadb`",
        (Kind::Sign('.'), Dialect::Sqlite) if first => "the shell `sqlite3`",
        _ => return Ok(()),
    };
    let word = rest.split_whitespace().next().unwrap_or_default();
    let word: String = word.chars().take(20).collect();
    let problem =
        format!("`{}{word}` is a command of {shell} and no SQL: leave it out", token.text);
    Err(Problem::new(token.start, problem))
}
