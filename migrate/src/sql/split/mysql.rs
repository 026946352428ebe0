//! MariaDB: routines, triggers, events and its compound statements, whose semicolons are their own.
//!
//! `BEGIN` and `END` may also be names. A block is opened where a statement may begin; an `END` closes
//! one there, or a `CASE` within an expression where no operand is due.

mod head;

use self::head::Head;
use super::super::scan::Kind;
use super::{Problem, Token};

#[derive(Default)]
pub(super) struct Body<'s> {
    head: Head,
    blocks: Vec<Block>,
    /// Whether a statement of the body may begin with the next token.
    starts: bool,
    /// After a label, before its colon.
    labelled: bool,
    before: Option<Token<'s>>,
    /// Within `DECLARE … HANDLER FOR …`, which a block may follow.
    declares: bool,
    handles: bool,
    /// Within the condition of `UNTIL`, which an `END` ends.
    until: bool,
    /// After an `END`: the word that follows names what it ends.
    ended: bool,
}

struct Block {
    at: usize,
    kind: &'static str,
}

/// What opens a block where a statement begins.
const OPENERS: [&str; 7] = ["BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"];
const CASE_EXPRESSION: &str = "CASE in an expression";

impl<'s> Body<'s> {
    pub(super) fn see(&mut self, token: &Token<'s>, rest: &str) {
        let in_head = !self.head.has_ended();
        if in_head {
            self.starts = self.head.see(token, rest);
        }
        if !in_head || self.starts {
            self.body(token, rest);
        }
        self.before = Some(*token);
    }

    fn body(&mut self, token: &Token<'s>, rest: &str) {
        if token.kind != Kind::Word {
            self.starts = std::mem::take(&mut self.labelled) && token.kind == Kind::Sign(':');
            self.ended = false;
        } else if std::mem::take(&mut self.ended) {
            // `END IF`, `END LOOP`, or the label of a block.
        } else if std::mem::take(&mut self.starts) {
            self.begin(token, rest);
        } else if !self.follows('.') && !self.follows('@') {
            self.go_on(token); // What follows those is a name.
        }
    }

    /// The first word of a statement.
    fn begin(&mut self, token: &Token<'s>, rest: &str) {
        if is_label(rest) {
            self.labelled = true;
        } else if token.is("END") {
            self.blocks.pop();
            self.ended = true;
        } else if token.is("ELSE") {
            self.starts = true;
        } else if let Some(opener) = OPENERS.iter().find(|it| token.is(it)) {
            self.open_block(token, opener);
        } else {
            self.declares = token.is("DECLARE");
            self.until = token.is("UNTIL");
        }
    }

    fn open_block(&mut self, token: &Token<'s>, kind: &'static str) {
        self.blocks.push(Block { at: token.start, kind });
        self.starts = ["BEGIN", "LOOP", "REPEAT"].contains(&kind);
        (self.declares, self.handles) = (false, false);
    }

    /// A word within a statement.
    fn go_on(&mut self, token: &Token<'s>) {
        let within = self.blocks.last().map_or("", |it| it.kind);
        let expression = within == CASE_EXPRESSION;
        if self.handles && !expression && token.is_any(&OPENERS) && !token.is("FOR") {
            let opener = OPENERS.iter().find(|it| token.is(it)).unwrap_or(&"BEGIN");
            self.open_block(token, opener);
        } else if token.is("CASE") {
            self.blocks.push(Block { at: token.start, kind: CASE_EXPRESSION });
        } else if token.is("END") && (expression || self.until) && self.operand_is_over() {
            self.blocks.pop();
            if !expression {
                (self.until, self.ended) = (false, true);
            }
        } else {
            self.starts = is_before_statement(token, within);
            self.handles |= token.is("HANDLER") && self.declares;
        }
    }

    fn follows(&self, sign: char) -> bool {
        self.before.is_some_and(|it| it.kind == Kind::Sign(sign))
    }

    /// Whether an `END` here cannot be a name: something stands before it that is no operator.
    fn operand_is_over(&self) -> bool {
        const OPERATORS: [&str; 17] = [
            "WHEN", "THEN", "ELSE", "CASE", "AND", "OR", "NOT", "XOR", "IN", "LIKE", "BETWEEN",
            "DIV", "MOD", "BINARY", "REGEXP", "IS", "UNTIL",
        ];
        self.before.is_some_and(|it| match it.kind {
            Kind::Sign(sign) => sign == ')',
            Kind::Word => !it.is_any(&OPERATORS),
            Kind::Quoted => true,
        })
    }

    pub(super) fn ends_at_semicolon(&mut self) -> bool {
        (self.declares, self.handles, self.until, self.ended) = (false, false, false, false);
        self.before = None;
        self.starts = true;
        self.blocks.is_empty()
    }

    pub(super) fn open(&self) -> Option<Problem> {
        let Block { at, kind } = self.blocks.last()?;
        Some(Problem::new(*at, format!("this `{kind}` has no `END`")))
    }
}

/// Whether a statement may begin after this word, in such a block.
fn is_before_statement(token: &Token<'_>, within: &str) -> bool {
    match within {
        CASE_EXPRESSION => false,
        "WHILE" | "FOR" => token.is("DO"),
        "BEGIN" => token.is("ATOMIC"), // `BEGIN NOT ATOMIC`
        _ => token.is_any(&["THEN", "ELSE"]),
    }
}

/// Whether the word before this is a label.
fn is_label(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with(':') && !rest.starts_with(":=")
}
