//! The words and signs of SQL; comments and space are skipped, quoted text is one piece.

mod comment;
mod quoted;

use super::Dialect;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, a name or a number.
    Word,
    /// A string, a quoted name, or MariaDB's executable comment.
    Quoted,
    Sign(char),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'s> {
    pub(super) kind: Kind,
    pub(super) text: &'s str,
    pub(super) start: usize,
}

impl Token<'_> {
    pub(super) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|it| self.is(it))
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Something that is opened and never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclosed {
    pub(super) at: usize,
    /// What it is and what would close it, as the end of a sentence about its line.
    pub(super) problem: &'static str,
}

pub(super) struct Scanner<'s> {
    text: &'s str,
    position: usize,
    dialect: Dialect,
    /// What ends a statement where that is no semicolon. It also ends a word: `END$$`.
    pub(super) delimiter: Option<&'s str>,
    pub(super) unclosed: Option<Unclosed>,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(text: &'s str, dialect: Dialect) -> Self {
        Self { text, position: 0, dialect, delimiter: None, unclosed: None }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn before(&self, place: usize) -> &'s str {
        &self.text[..place]
    }

    /// Where the text in front of a place ends, but for space.
    pub(super) fn trim_end(&self, place: usize) -> usize {
        self.text[..place].trim_end_matches(|c| self.is_space(c)).len()
    }

    pub(super) fn rest(&self) -> &'s str {
        &self.text[self.position..]
    }

    /// Takes the rest of the line, as `DELIMITER` needs it.
    pub(super) fn line(&mut self) -> &'s str {
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        self.take(length)
    }

    /// Takes this text if it stands next.
    pub(super) fn accept(&mut self, text: &str) -> bool {
        let stands = self.rest().starts_with(text);
        self.position += if stands { text.len() } else { 0 };
        stands
    }

    /// Skips space and comments.
    pub(super) fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let space = rest.len() - rest.trim_start_matches(|c| self.is_space(c)).len();
            let length = if space > 0 { Some(space) } else { comment::length(rest, self.dialect) };
            match length {
                Some(0) => return,
                Some(length) => self.position += length,
                None => return self.stop("this comment is never closed: write `*/`"),
            }
        }
    }

    /// Nothing can be told of what follows something that is never closed.
    fn stop(&mut self, problem: &'static str) {
        self.unclosed = Some(Unclosed { at: self.position, problem });
        self.position = self.text.len();
    }

    /// Space, to this database: a no-break space for instance is a letter to all of them.
    fn is_space(&self, c: char) -> bool {
        match self.dialect {
            Dialect::Sqlite => matches!(c, ' ' | '\t' | '\n' | '\x0c' | '\r' | '\u{feff}'),
            Dialect::Postgres => matches!(c, ' ' | '\t' | '\n' | '\x0c' | '\r'),
            Dialect::Mysql => matches!(c, ' ' | '\t' | '\n' | '\x0b' | '\x0c' | '\r'),
        }
    }

    fn take(&mut self, length: usize) -> &'s str {
        let start = self.position;
        self.position += length;
        &self.text[start..self.position]
    }

    fn word(&self, rest: &str) -> usize {
        // To PostgreSQL a dollar quote may follow a number.
        let number = self.dialect == Dialect::Postgres && rest.starts_with(is_digit);
        let within = |c: char| is_word(c) && !(number && c == '$');
        let length = rest.find(|c| !within(c)).unwrap_or(rest.len());
        let delimiter = self.delimiter.and_then(|it| rest[..length].find(it));
        delimiter.unwrap_or(length)
    }
}

impl<'s> Iterator for Scanner<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        self.skip_blank();
        let rest = self.rest();
        let first = rest.chars().next()?;
        let start = self.position;
        let (kind, length) = match quoted::length(rest, self.dialect) {
            Some(Ok(length)) => (Kind::Quoted, length),
            Some(Err(problem)) => {
                self.stop(problem);
                return None;
            }
            None if is_word(first) => (Kind::Word, self.word(rest).max(1)),
            None => (Kind::Sign(first), first.len_utf8()),
        };
        Some(Token { kind, text: self.take(length), start })
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Beyond ASCII everything is a letter.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$') || !c.is_ascii()
}
