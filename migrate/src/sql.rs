//! SQL as text: where statements end, and what they are.

mod checks;
mod elsewhere;
mod kind;
mod scan;
mod split;
mod step;

pub(crate) use checks::checks;
pub(crate) use kind::Control;
pub use kind::Risk;
pub use split::{SplitError, Statement, split};
pub(crate) use step::step;

/// Whether a file contains only comments and semicolons. A file with something unterminated
/// contains more.
pub(crate) fn is_blank(text: &str, dialect: Dialect) -> bool {
    let mut scanner = scan::Scanner::new(text, dialect);
    let something = scanner.any(|it| it.kind != scan::Kind::Sign(';'));
    !something && scanner.unclosed.is_none()
}

/// The SQL of a database, as far as its syntax differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MariaDB and MySQL.
    Mysql,
}

impl std::fmt::Display for Dialect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
            Self::Mysql => "MariaDB",
        })
    }
}
