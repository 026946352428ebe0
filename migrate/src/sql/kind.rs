//! The kind of a statement, as far as running it safely depends on that.

use super::scan::{Kind, Scanner};
use super::{Dialect, Statement};

/// Why a statement deserves a review before it runs on a large or busy table.
///
/// It is derived from the words of the statement alone: a hint, not a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Risk {
    /// Others wait while it runs.
    Locks,
    /// The table, or much of it, is rewritten.
    Rewrites,
    /// Rows or columns are gone afterwards.
    Destroys,
}

impl Statement {
    /// The risks of this statement to other sessions and to the data.
    ///
    /// ```
    /// use conjoin_migrate::{Dialect, Risk, split};
    ///
    /// let statements = split("CREATE INDEX i ON t (a); SELECT 1", Dialect::Postgres)?;
    /// assert_eq!(statements[0].risk(), Some(Risk::Locks));
    /// assert_eq!(statements[1].risk(), None);
    /// # Ok::<(), conjoin_migrate::SplitError>(())
    /// ```
    pub fn risk(&self) -> Option<Risk> {
        let words = self.words();
        let risks = [
            (Risk::Destroys, destroys(&words)),
            (Risk::Rewrites, rewrites(&words, self.dialect)),
            (Risk::Locks, locks(&words, self.dialect)),
        ];
        risks.into_iter().find_map(|(risk, applies)| applies.then_some(risk))
    }

    /// `BEGIN`, `COMMIT` or similar, if it starts or ends a transaction.
    pub(crate) fn transaction_control(&self) -> Option<Control> {
        let words = self.words();
        let control = match words.iter().next()?.to_ascii_uppercase().as_str() {
            "BEGIN" if !words.is(1, "NOT") => Control::Begin,
            "START" if words.is(1, "TRANSACTION") => Control::Begin,
            "COMMIT" | "END" => Control::End,
            "ABORT" if self.dialect == Dialect::Postgres => Control::End,
            "PREPARE" if words.is(1, "TRANSACTION") => Control::End,
            "ROLLBACK" if !words.has("TO") => Control::End,
            _ => return None,
        };
        Some(control)
    }

    /// Whether the database rejects it within a transaction.
    pub(crate) fn needs_no_transaction(&self) -> bool {
        let words = self.words();
        match self.dialect {
            Dialect::Sqlite => {
                words.is_any(0, &["VACUUM", "DETACH"])
                    || words.begins(&["PRAGMA", "JOURNAL_MODE"]) && words.iter().count() > 2
            }
            Dialect::Postgres => {
                let index = words.is_any(0, &["CREATE", "DROP", "REINDEX", "DETACH"]);
                words.is(0, "VACUUM")
                    || index && words.has("CONCURRENTLY")
                    || words.is_any(0, &["CREATE", "DROP"])
                        && words.is_any(1, &["DATABASE", "TABLESPACE"])
                    || words.begins(&["ALTER", "SYSTEM"])
            }
            Dialect::Mysql => false,
        }
    }

    /// Whether it is SQLite's `PRAGMA foreign_keys = OFF`, which has no effect in a transaction.
    pub(crate) fn switches_foreign_keys_off(&self) -> bool {
        let words = self.words();
        self.dialect == Dialect::Sqlite
            && words.begins(&["PRAGMA", "FOREIGN_KEYS"])
            && words.is_any(2, &["OFF", "0", "FALSE", "NO"])
    }

    /// Whether MariaDB may commit everything before it, as it does for each change of a table:
    /// everything but plain changes of data counts.
    pub(crate) fn may_commit(&self) -> bool {
        let words = self.words();
        let data = ["INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH"];
        let sets = words.is(0, "SET") && !words.has("AUTOCOMMIT") && !words.has("PASSWORD");
        self.dialect == Dialect::Mysql && !sets && !words.is_any(0, &data)
    }

    /// Whether it may change a setting of the connection. Statements that only create, change or
    /// drop something do not.
    pub(crate) fn may_change_session(&self) -> bool {
        let plain = [
            "CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE",
            "RENAME", "GRANT", "REVOKE", "COMMENT",
        ];
        !self.words().is_any(0, &plain)
    }

    /// Whether MariaDB allows only the tables named here from here on, not even ours.
    pub(crate) fn locks_tables(&self) -> bool {
        let words = self.words();
        let lock = words.is(0, "LOCK") && words.is_any(1, &["TABLE", "TABLES"]);
        self.dialect == Dialect::Mysql && lock
    }

    /// Whether that ends here.
    pub(crate) fn unlocks_tables(&self) -> bool {
        let words = self.words();
        words.is(0, "UNLOCK") || words.begins(&["START", "TRANSACTION"])
    }

    /// The first line, as far as it fits into a message.
    pub(crate) fn first_line(&self) -> String {
        crate::error::shorten(self.sql.lines().next().unwrap_or_default())
    }

    fn words(&self) -> Words<'_> {
        Words { statement: self }
    }
}

/// A word that starts or ends a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    Begin,
    End,
}

/// The words of a statement, without what is quoted, in capitals or not. They are looked for anew at
/// each question: most are about the first two, and statements can be long.
struct Words<'s> {
    statement: &'s Statement,
}

impl<'s> Words<'s> {
    fn iter(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        let tokens = Scanner::new(&self.statement.sql, self.statement.dialect);
        tokens.filter(|it| it.kind == Kind::Word).map(|it| it.text)
    }

    fn is(&self, index: usize, word: &str) -> bool {
        self.is_any(index, &[word])
    }

    fn is_any(&self, index: usize, words: &[&str]) -> bool {
        let found = self.iter().nth(index);
        found.is_some_and(|it| words.iter().any(|word| it.eq_ignore_ascii_case(word)))
    }

    fn begins(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(index, word)| self.is(index, word))
    }

    fn has(&self, word: &str) -> bool {
        self.iter().any(|it| it.eq_ignore_ascii_case(word))
    }

    /// Whether these words follow each other somewhere.
    fn has_phrase(&self, words: &[&str]) -> bool {
        let all: Vec<_> = self.iter().collect();
        let same = |part: &[&str]| part.iter().zip(words).all(|(a, b)| a.eq_ignore_ascii_case(b));
        all.windows(words.len()).any(same)
    }
}

fn destroys(words: &Words) -> bool {
    let drops = ["TABLE", "SCHEMA", "DATABASE", "COLUMN"];
    drops.iter().any(|it| words.begins(&["DROP", it]))
        || words.begins(&["ALTER", "TABLE"]) && words.has_phrase(&["DROP", "COLUMN"])
        || words.begins(&["TRUNCATE"])
        || words.begins(&["DELETE"]) && !words.has("WHERE")
}

fn rewrites(words: &Words, dialect: Dialect) -> bool {
    let alters = words.begins(&["ALTER", "TABLE"]);
    match dialect {
        Dialect::Sqlite => words.begins(&["VACUUM"]),
        Dialect::Postgres => {
            let computed = ["RANDOM", "GEN_RANDOM_UUID", "NEXTVAL", "CLOCK_TIMESTAMP", "SERIAL"];
            let stored = ["BIGSERIAL", "IDENTITY", "STORED", "UUID_GENERATE_V4"];
            let adds = words.has("ADD") && computed.iter().chain(&stored).any(|it| words.has(it));
            alters && (words.has("TYPE") || adds || words.has_phrase(&["SET", "TABLESPACE"]))
                || words.begins(&["VACUUM", "FULL"])
                || words.begins(&["CLUSTER"])
        }
        Dialect::Mysql => {
            let copies = ["MODIFY", "CHANGE", "CONVERT", "ENGINE", "PARTITION"];
            alters && (copies.iter().any(|it| words.has(it)) || words.has("PRIMARY"))
                || words.begins(&["OPTIMIZE"])
        }
    }
}

fn locks(words: &Words, dialect: Dialect) -> bool {
    let updates_all = words.begins(&["UPDATE"]) && !words.has("WHERE");
    let index = words.begins(&["CREATE", "INDEX"]) || words.begins(&["CREATE", "UNIQUE"]);
    let blocks = match dialect {
        Dialect::Sqlite => index,
        Dialect::Postgres => {
            let heavy = words.begins(&["REINDEX"]) || words.begins(&["REFRESH"]) || index;
            heavy && !words.has("CONCURRENTLY") || words.begins(&["DROP", "INDEX"])
        }
        Dialect::Mysql => index,
    };
    let alters = words.begins(&["ALTER", "TABLE"]) && dialect != Dialect::Sqlite;
    updates_all || blocks || alters || words.begins(&["LOCK"])
}
