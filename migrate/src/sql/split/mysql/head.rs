//! What comes before the body of a routine, trigger or event, if a statement has one.

use super::super::super::scan::{Kind, Token};
use super::super::starts_with_word;
use super::{OPENERS, is_label};
use crate::Dialect;

#[derive(Default)]
pub(super) struct Head {
    kind: HeadKind,
    words: usize,
    parentheses: usize,
    /// Whether the body may begin.
    ready: bool,
    /// After `RETURNS` or `CHARACTER`, where `SET` is a part of a type.
    typed: bool,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum HeadKind {
    #[default]
    Undecided,
    /// A statement without a body of several.
    Plain,
    Trigger,
    Routine,
    Event,
    /// The body has begun.
    Ended,
}

/// What may follow `CREATE` and its options and has a body.
const KINDS: [(&str, HeadKind); 4] = [
    ("TRIGGER", HeadKind::Trigger),
    ("PROCEDURE", HeadKind::Routine),
    ("FUNCTION", HeadKind::Routine),
    ("EVENT", HeadKind::Event),
];

/// What may follow there and has none.
const BODILESS: [&str; 9] =
    ["TABLE", "VIEW", "INDEX", "DATABASE", "SCHEMA", "SEQUENCE", "USER", "ROLE", "SERVER"];

/// What a body of one statement may begin with, in which `IF` and `CASE` belong to expressions.
const SINGLE: [&str; 15] = [
    "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "CALL", "RETURN", "WITH", "TRUNCATE",
    "SIGNAL", "EXECUTE", "DROP", "CREATE", "ALTER", "SET",
];

impl Head {
    pub(super) fn has_ended(&self) -> bool {
        self.kind == HeadKind::Ended
    }

    /// Whether the body, one of several statements, begins with this token.
    pub(super) fn see(&mut self, token: &Token<'_>, rest: &str) -> bool {
        match token.kind {
            Kind::Sign('(') => self.parentheses += 1,
            Kind::Sign(')') => {
                self.parentheses = self.parentheses.saturating_sub(1);
                self.ready |= self.kind == HeadKind::Routine && self.parentheses == 0;
            }
            Kind::Word => self.word(token, rest),
            _ => {}
        }
        self.has_ended()
    }

    fn word(&mut self, token: &Token<'_>, rest: &str) {
        self.words += 1;
        match self.kind {
            HeadKind::Undecided if self.words == 1 => self.first(token, rest),
            HeadKind::Undecided => self.decide(token),
            HeadKind::Plain | HeadKind::Ended => {}
            _ if self.ready && self.parentheses == 0 => self.body(token, rest),
            HeadKind::Trigger => self.ready = token.is("ROW"),
            HeadKind::Event => self.ready = token.is("DO"),
            HeadKind::Routine => self.ready = self.parentheses == 0 && token.is_any(&["AS", "IS"]),
        }
        self.typed = token.is_any(&["RETURNS", "CHARACTER"]);
    }

    /// MariaDB has compound statements by themselves; a mere `BEGIN` starts a transaction.
    fn first(&mut self, token: &Token<'_>, rest: &str) {
        let transaction = token.is("BEGIN") && !starts_with_word(rest, "NOT", Dialect::Mysql);
        if token.is_any(&OPENERS) && !transaction || is_label(rest) {
            self.kind = HeadKind::Ended;
        } else if !token.is_any(&["CREATE", "ALTER"]) {
            self.kind = HeadKind::Plain;
        }
    }

    fn decide(&mut self, token: &Token<'_>) {
        if let Some((_, kind)) = KINDS.iter().find(|(word, _)| token.is(word)) {
            self.kind = *kind;
        } else if token.is_any(&BODILESS) {
            self.kind = HeadKind::Plain;
        }
    }

    fn body(&mut self, token: &Token<'_>, rest: &str) {
        if token.is_any(&OPENERS) || is_label(rest) {
            self.kind = HeadKind::Ended;
        } else if token.is_any(&SINGLE) && !self.typed {
            self.kind = HeadKind::Plain;
        }
    }
}
