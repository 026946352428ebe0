//! What a statement is, as far as running it safely depends on that.

use super::scan::{Kind, Scanner};
use super::{Dialect, Statement};

/// Why a statement deserves a look before it runs on a large or busy table.
///
/// It is told from the words of the statement alone: a hint, no proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Risk {
    /// Others wait while it runs.
    Locks,
    /// The table, or much of it, is written anew.
    Rewrites,
    /// Rows or columns are gone afterwards.
    Destroys,
}

impl Statement {
    /// What this statement may do to others and to the data.
    ///
    /// ```
    /// use conjoin_migrate::{Dialect, Risk, split};
    ///
    /// let statements = split("CREATE INDEX i ON t (a); SELECT 1", Dialect::Postgres);
    /// assert_eq!(statements[0].risk(), Some(Risk::Locks));
    /// assert_eq!(statements[1].risk(), None);
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

    /// `BEGIN`, `COMMIT` or the like, if it starts or ends a transaction.
    pub(crate) fn transaction_control(&self) -> Option<Control> {
        let words = self.words();
        let control = match words.list.first()?.as_str() {
            "BEGIN" if words.at(1) != "NOT" => Control::Begin,
            "START" if words.at(1) == "TRANSACTION" => Control::Begin,
            "COMMIT" | "END" => Control::End,
            "ABORT" if self.dialect == Dialect::Postgres => Control::End,
            "PREPARE" if words.at(1) == "TRANSACTION" => Control::End,
            "ROLLBACK" if !words.has("TO") => Control::End,
            _ => return None,
        };
        Some(control)
    }

    /// Whether the database refuses it within a transaction.
    pub(crate) fn needs_no_transaction(&self) -> bool {
        let words = self.words();
        let first = words.at(0);
        match self.dialect {
            Dialect::Sqlite => {
                matches!(first, "VACUUM" | "DETACH")
                    || first == "PRAGMA" && words.at(1) == "JOURNAL_MODE" && words.list.len() > 2
            }
            Dialect::Postgres => {
                let index = ["CREATE", "DROP", "REINDEX", "DETACH"].contains(&first);
                matches!(first, "VACUUM")
                    || index && words.has("CONCURRENTLY")
                    || ["DATABASE", "TABLESPACE"].contains(&words.at(1))
                        && ["CREATE", "DROP"].contains(&first)
                    || words.begins(&["ALTER", "SYSTEM"])
            }
            Dialect::Mysql => false,
        }
    }

    /// Whether it is SQLite's `PRAGMA foreign_keys = OFF`, which does nothing in a transaction.
    pub(crate) fn switches_foreign_keys_off(&self) -> bool {
        let words = self.words();
        self.dialect == Dialect::Sqlite
            && words.begins(&["PRAGMA", "FOREIGN_KEYS"])
            && ["OFF", "0", "FALSE", "NO"].contains(&words.at(2))
    }

    /// Whether MariaDB may commit what went before it, as it does for each change of a table: all but
    /// plain changes of data count.
    pub(crate) fn may_commit(&self) -> bool {
        let words = self.words();
        let data = ["INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH"];
        let sets = words.at(0) == "SET" && !words.has("AUTOCOMMIT") && !words.has("PASSWORD");
        self.dialect == Dialect::Mysql && !sets && !data.contains(&words.at(0))
    }

    fn words(&self) -> Words {
        let tokens = Scanner::new(&self.sql, self.dialect);
        let words = tokens.filter(|it| it.kind == Kind::Word).map(|it| it.text.to_uppercase());
        Words { list: words.collect() }
    }
}

/// A word that starts or ends a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Control {
    Begin,
    End,
}

/// The words of a statement, in capitals, without what is quoted.
struct Words {
    list: Vec<String>,
}

impl Words {
    fn at(&self, index: usize) -> &str {
        self.list.get(index).map_or("", String::as_str)
    }

    fn begins(&self, words: &[&str]) -> bool {
        self.list.iter().zip(words).filter(|(a, b)| a == b).count() == words.len()
    }

    fn has(&self, word: &str) -> bool {
        self.list.iter().any(|it| it == word)
    }

    /// Whether these words follow each other somewhere.
    fn has_phrase(&self, words: &[&str]) -> bool {
        self.list.windows(words.len()).any(|it| it == words)
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
