//! PostgreSQL: parentheses, and the bodies that `BEGIN ATOMIC` opens, as psql counts them.

use super::super::scan::Kind;
use super::{Dialect, Problem, Token, starts_with_word};

#[derive(Default)]
pub(super) struct Body {
    /// Where the outermost parenthesis was opened, and how many are open.
    parenthesis: usize,
    parentheses: usize,
    /// Where the `BEGIN ATOMIC` stands that is open, and how many `CASE`s in it are.
    begin: Option<usize>,
    cases: usize,
    /// Whether a statement of that body may begin here.
    starts: bool,
    /// The first words, in capitals.
    head: Vec<String>,
    /// What follows a dot or `AS` is a name, whatever it is called.
    names: bool,
    copies: Option<usize>,
}

impl Body {
    pub(super) fn see(&mut self, token: &Token<'_>, rest: &str) {
        match token.kind {
            Kind::Sign('(') => {
                if self.parentheses == 0 {
                    self.parenthesis = token.start;
                }
                self.parentheses += 1;
            }
            Kind::Sign(')') => self.parentheses = self.parentheses.saturating_sub(1),
            Kind::Word if !self.names => self.word(token, rest),
            _ => {}
        }
        self.names = token.kind == Kind::Sign('.') || token.is("AS");
        self.starts = token.is("ATOMIC");
    }

    fn word(&mut self, token: &Token<'_>, rest: &str) {
        if self.head.len() < 4 {
            self.head.push(token.text.to_ascii_uppercase());
        }
        if self.parentheses > 0 {
            return;
        }
        let copies = self.head.first().is_some_and(|it| it == "COPY");
        if copies && token.is_any(&["STDIN", "STDOUT"]) {
            self.copies = Some(token.start);
        }
        if self.begin.is_some() {
            self.body(token);
        } else if token.is("BEGIN")
            && self.makes_routine()
            && starts_with_word(rest, "ATOMIC", Dialect::Postgres)
        {
            self.begin = Some(token.start);
        }
    }

    /// `END` may also be the name of a column, after its value.
    fn body(&mut self, token: &Token<'_>) {
        if token.is("CASE") {
            self.cases += 1;
        } else if token.is("END") && self.cases > 0 {
            self.cases -= 1;
        } else if token.is("END") && self.starts {
            self.begin = None;
        }
    }

    fn makes_routine(&self) -> bool {
        let words = self.head.iter().filter(|it| !["OR", "REPLACE"].contains(&it.as_str()));
        let words: Vec<_> = words.take(2).map(String::as_str).collect();
        matches!(words[..], ["CREATE", "FUNCTION" | "PROCEDURE"])
    }

    pub(super) fn ends_at_semicolon(&mut self) -> bool {
        (self.names, self.starts) = (false, true);
        self.parentheses == 0 && self.begin.is_none()
    }

    pub(super) fn open(&self) -> Option<Problem> {
        if self.parentheses > 0 {
            return Some(Problem::new(self.parenthesis, "this parenthesis is never closed"));
        }
        let problem = "the body that begins here never ends: write `END;`";
        self.begin.map(|at| Problem::new(at, problem))
    }

    /// The rows of COPY are no SQL, and only psql sends them.
    pub(super) fn refusal(&self) -> Option<Problem> {
        let problem = "`COPY` to or from psql needs psql: write `INSERT`, as `pg_dump --inserts` \
                       does, or load the rows with psql and leave them out here";
        self.copies.map(|at| Problem::new(at, problem))
    }
}
