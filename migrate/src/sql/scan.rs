//! The words and signs of SQL; comments and space are skipped, quoted text is one piece.

use super::Dialect;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword, a name or a number.
    Word,
    /// A string, a quoted name, or MySQL's executable comment.
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

    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

pub(super) struct Scanner<'s> {
    text: &'s str,
    position: usize,
    dialect: Dialect,
}

impl<'s> Scanner<'s> {
    pub(super) fn new(text: &'s str, dialect: Dialect) -> Self {
        Self { text, position: 0, dialect }
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
            let space = rest.len() - rest.trim_start().len();
            let length = if space > 0 { space } else { self.comment(rest) };
            if length == 0 {
                return;
            }
            self.position += length;
        }
    }

    fn take(&mut self, length: usize) -> &'s str {
        let start = self.position;
        self.position += length;
        &self.text[start..self.position]
    }

    /// The length of the comment that stands first, if one does.
    fn comment(&self, rest: &str) -> usize {
        let mysql = self.dialect == Dialect::Mysql;
        let dashes = rest.strip_prefix("--").is_some_and(|after| {
            // To MySQL `1--1` is arithmetic.
            !mysql || after.is_empty() || after.starts_with(|c: char| c.is_ascii_whitespace())
        });
        if dashes || mysql && rest.starts_with('#') {
            return rest.find('\n').map_or(rest.len(), |end| end + 1);
        }
        let executable = mysql && (rest.starts_with("/*!") || rest.starts_with("/*M!"));
        if rest.starts_with("/*") && !executable { self.block_comment(rest) } else { 0 }
    }

    /// PostgreSQL's comments nest.
    fn block_comment(&self, rest: &str) -> usize {
        let mut depth = 0;
        let mut position = 0;
        while let Some(found) = rest[position..].find("*/") {
            let opened = rest[position..position + found].matches("/*").count();
            depth = if self.dialect == Dialect::Postgres { depth + opened } else { 1 };
            position += found + 2;
            depth -= 1;
            if depth == 0 {
                return position;
            }
        }
        rest.len()
    }

    /// The length of the quoted piece that stands first, if one does.
    fn quoted(&self, rest: &str) -> Option<usize> {
        let first = rest.chars().next()?;
        let backslash = self.dialect == Dialect::Mysql;
        match first {
            '\'' => Some(closed(rest, 1, '\'', backslash)),
            '"' => Some(closed(rest, 1, '"', backslash)),
            '`' if self.dialect != Dialect::Postgres => Some(closed(rest, 1, '`', false)),
            '[' if self.dialect == Dialect::Sqlite => {
                Some(rest.find(']').map_or(rest.len(), |end| end + 1))
            }
            'e' | 'E' if self.dialect == Dialect::Postgres && rest[1..].starts_with('\'') => {
                Some(closed(rest, 2, '\'', true))
            }
            '$' if self.dialect == Dialect::Postgres => dollar_quoted(rest),
            '/' if rest.starts_with("/*") => Some(rest.find("*/").map_or(rest.len(), |it| it + 2)),
            _ => None,
        }
    }
}

impl<'s> Iterator for Scanner<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        self.skip_blank();
        let rest = self.rest();
        let first = rest.chars().next()?;
        let start = self.position;
        let (kind, length) = if let Some(length) = self.quoted(rest) {
            (Kind::Quoted, length)
        } else if is_word(first) {
            (Kind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len()))
        } else {
            (Kind::Sign(first), first.len_utf8())
        };
        Some(Token { kind, text: self.take(length), start })
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '@')
}

/// The length of text quoted from its start; a doubled quote stands for itself.
fn closed(rest: &str, from: usize, quote: char, backslash: bool) -> usize {
    let mut chars = rest.char_indices().skip_while(|(at, _)| *at < from).peekable();
    while let Some((at, c)) = chars.next() {
        if backslash && c == '\\' {
            chars.next();
        } else if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return at + quote.len_utf8();
        }
    }
    rest.len()
}

/// `$$ … $$` or `$tag$ … $tag$`, but not the parameter `$1`.
fn dollar_quoted(rest: &str) -> Option<usize> {
    let tag_end = rest[1..].find(|c: char| !(c.is_alphanumeric() || c == '_'))? + 1;
    let is_tag =
        rest[tag_end..].starts_with('$') && !rest[1..].starts_with(|c: char| c.is_ascii_digit());
    let tag = is_tag.then(|| &rest[..=tag_end])?;
    Some(rest[tag.len()..].find(tag).map_or(rest.len(), |end| end + 2 * tag.len()))
}
