//! Comments, as each database reads them.

use super::{Dialect, Scanner};

/// The length of the comment that stands first, 0 if none does, `None` if it never ends.
pub(super) fn length(rest: &str, dialect: Dialect) -> Option<usize> {
    if is_line_comment(rest, dialect) {
        return Some(line_comment(rest, dialect));
    }
    if !rest.starts_with("/*") || is_executable(rest, dialect) {
        return Some(0);
    }
    if dialect == Dialect::Postgres { nested(rest) } else { plain(rest) }
}

fn is_line_comment(rest: &str, dialect: Dialect) -> bool {
    let Some(after) = rest.strip_prefix("--") else {
        return dialect == Dialect::Mysql && rest.starts_with('#');
    };
    // To MariaDB `1--1` is arithmetic.
    let spaced = |c: char| c == ' ' || c.is_ascii_control();
    dialect != Dialect::Mysql || after.is_empty() || after.starts_with(spaced)
}

fn line_comment(rest: &str, dialect: Dialect) -> usize {
    let ends = |c: char| c == '\n' || c == '\r' && dialect == Dialect::Postgres;
    rest.find(ends).map_or(rest.len(), |end| end + 1)
}

/// The asterisk that opens a comment does not close it: `/*/` is an open one.
fn plain(rest: &str) -> Option<usize> {
    rest[2..].find("*/").map(|end| end + 4)
}

/// PostgreSQL's comments nest.
fn nested(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Whether it is a comment that MariaDB executes. One for a version of nines is for none.
pub(super) fn is_executable(rest: &str, dialect: Dialect) -> bool {
    let inside = rest.strip_prefix("/*!").or_else(|| rest.strip_prefix("/*M!"));
    let never = |it: &str| it.starts_with("99999");
    dialect == Dialect::Mysql && inside.is_some_and(|it| !never(it))
}

/// The length of a comment that MariaDB executes; a string in it may hold `*/`.
pub(super) fn executable(rest: &str) -> Option<usize> {
    let mut inside = Scanner::new(rest, Dialect::Mysql);
    inside.accept("/*");
    loop {
        inside.skip_blank();
        if inside.accept("*/") {
            return Some(inside.position);
        }
        inside.next()?;
    }
}
