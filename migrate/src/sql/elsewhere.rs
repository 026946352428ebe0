//! Whether a statement leaves the database that the connection is on.

use super::scan::{Kind, Scanner, Token};
use super::{Dialect, Statement};

/// What stands in front of the name of a table or a routine. Elsewhere a name and a dot may be those
/// of a table and its column.
const BEFORE: [&str; 15] = [
    "INTO",
    "FROM",
    "JOIN",
    "TABLE",
    "TABLES",
    "UPDATE",
    "VIEW",
    "EXISTS",
    "REFERENCES",
    "PROCEDURE",
    "FUNCTION",
    "TRIGGER",
    "CALL",
    "TO",
    "EVENT",
];

impl Statement {
    /// The other database that this statement is about, if it is about one of these: MariaDB has
    /// `USE` and `database.table`, SQLite `ATTACH`. A hint, no proof.
    pub(crate) fn other_database(&self, others: &[String]) -> Option<String> {
        let tokens: Vec<_> = Scanner::new(&self.sql, self.dialect).collect();
        let first = tokens.first()?;
        match self.dialect {
            Dialect::Postgres => None, // It knows none but its own.
            Dialect::Sqlite => first.is("ATTACH").then(|| "one that is attached".to_owned()),
            Dialect::Mysql if first.is("USE") => Some(plain(tokens.get(1)?)),
            Dialect::Mysql => named(&tokens, others),
        }
    }
}

fn named(tokens: &[Token<'_>], others: &[String]) -> Option<String> {
    let defines = tokens.first()?.is_any(&["CREATE", "DROP", "ALTER"]);
    let found = tokens.windows(3).find(|it| {
        let before = it[0].is_any(&BEFORE) || defines && it[0].is("ON");
        before && it[2].kind == Kind::Sign('.') && others.contains(&plain(&it[1]))
    });
    found.map(|it| plain(&it[1]))
}

/// A name without its quotes.
fn plain(token: &Token<'_>) -> String {
    let inside = token.text.strip_prefix('`').and_then(|it| it.strip_suffix('`'));
    inside.map_or(token.text.to_owned(), |it| it.replace("``", "`"))
}
