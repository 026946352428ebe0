//! Where statements end.

use super::Dialect;
use super::scan::{Kind, Scanner, Token};

/// One statement of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its text, without the semicolon and without the comments around it.
    pub sql: String,
    /// The line of the file that it begins on, counted from 1.
    pub line: usize,
    pub(crate) dialect: Dialect,
}

/// Splits a script into its statements, as the database's own shell does.
///
/// Strings, comments, dollar quotes and the bodies of triggers and routines are kept whole, and
/// MySQL's `DELIMITER` lines are obeyed.
///
/// ```
/// use conjoin_migrate::{Dialect, split};
///
/// let statements = split("CREATE TABLE a (b TEXT DEFAULT ';');\n\nDROP TABLE a;", Dialect::Sqlite);
/// assert_eq!(statements.len(), 2);
/// assert_eq!((statements[1].sql.as_str(), statements[1].line), ("DROP TABLE a", 3));
/// ```
pub fn split(text: &str, dialect: Dialect) -> Vec<Statement> {
    let mut splitter = Splitter { scanner: Scanner::new(text, dialect), dialect, delimiter: ";" };
    let (mut line, mut counted) = (1, 0);
    std::iter::from_fn(|| splitter.next_range())
        .map(|(start, end)| {
            line += text[counted..start].matches('\n').count();
            counted = start;
            Statement { sql: text[start..end].to_owned(), line, dialect }
        })
        .collect()
}

struct Splitter<'s> {
    scanner: Scanner<'s>,
    dialect: Dialect,
    delimiter: &'s str,
}

impl Splitter<'_> {
    /// From where to where the next statement reaches.
    fn next_range(&mut self) -> Option<(usize, usize)> {
        let mut range: Option<(usize, usize)> = None;
        let mut nesting = Nesting::default();
        loop {
            self.scanner.skip_blank();
            if self.ends(&nesting) {
                if range.is_some() {
                    return range;
                }
                continue;
            }
            let Some(token) = self.scanner.next() else { return range };
            if range.is_none() && self.dialect == Dialect::Mysql && token.is("DELIMITER") {
                self.delimiter = self.scanner.line().trim();
                continue;
            }
            nesting.see(&token, self.dialect);
            range = Some((range.map_or(token.start, |(start, _)| start), token.end()));
        }
    }

    fn ends(&mut self, nesting: &Nesting) -> bool {
        let own = self.delimiter != ";" && !self.delimiter.is_empty();
        (own || nesting.is_outside()) && self.scanner.accept(if own { self.delimiter } else { ";" })
    }
}

/// How deep in parentheses and blocks a statement is.
#[derive(Default)]
struct Nesting {
    parentheses: usize,
    blocks: usize,
    /// `END` was the last word: what kind of block it ends is still to come.
    ending: bool,
    /// `BEGIN` was the last word, where it opens a block only before certain words.
    beginning: bool,
    words: usize,
    created: Created,
}

/// What a statement makes, where that may have a body.
#[derive(Default, Clone, Copy, PartialEq)]
enum Created {
    #[default]
    Undecided,
    Nothing,
    Routine,
}

impl Nesting {
    fn is_outside(&self) -> bool {
        self.parentheses == 0 && self.blocks == usize::from(self.ending && self.blocks > 0)
    }

    fn see(&mut self, token: &Token<'_>, dialect: Dialect) {
        match token.kind {
            Kind::Sign('(') => self.parentheses += 1,
            Kind::Sign(')') => self.parentheses = self.parentheses.saturating_sub(1),
            Kind::Word => self.word(token, dialect),
            _ => {}
        }
        if token.kind != Kind::Word {
            self.close(false);
        }
    }

    fn word(&mut self, token: &Token<'_>, dialect: Dialect) {
        self.words += 1;
        self.decide(token);
        let ends_flow = ["IF", "LOOP", "WHILE", "REPEAT", "FOR"].iter().any(|it| token.is(it));
        let after_end = self.ending;
        self.close(ends_flow);
        if self.has_body(token, dialect) && !(after_end && token.is("CASE")) {
            if token.is("BEGIN") && dialect == Dialect::Postgres {
                self.beginning = true;
                return;
            }
            let opens = token.is("BEGIN") || token.is("CASE");
            self.blocks += usize::from(opens || self.beginning && token.is("ATOMIC"));
            self.ending = token.is("END") && self.blocks > 0;
        }
        self.beginning = false;
    }

    /// Settles the block that the last `END` ended; `END IF` and its like end none that is counted.
    fn close(&mut self, ends_flow: bool) {
        if std::mem::take(&mut self.ending) && !ends_flow {
            self.blocks -= 1;
        }
    }

    fn decide(&mut self, token: &Token<'_>) {
        let routines = ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"];
        if self.words == 1 && !token.is("CREATE") && !token.is("BEGIN") {
            self.created = Created::Nothing;
        } else if self.created == Created::Undecided && routines.iter().any(|it| token.is(it)) {
            self.created = Created::Routine;
        } else if ["TABLE", "VIEW", "INDEX", "AS"].iter().any(|it| token.is(it))
            && self.created == Created::Undecided
        {
            self.created = Created::Nothing;
        }
    }

    /// Whether `BEGIN` and `CASE` open blocks here. MariaDB has blocks by themselves, which begin
    /// with `BEGIN NOT ATOMIC`; a mere `BEGIN` starts a transaction.
    fn has_body(&mut self, token: &Token<'_>, dialect: Dialect) -> bool {
        if self.words == 2 && token.is("NOT") && self.created == Created::Undecided {
            self.created =
                if dialect == Dialect::Mysql { Created::Routine } else { Created::Nothing };
            self.blocks += usize::from(dialect == Dialect::Mysql);
        }
        self.created == Created::Routine
    }
}

#[cfg(test)]
#[path = "split/tests.rs"]
mod tests;
