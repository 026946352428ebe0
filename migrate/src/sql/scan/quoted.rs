//! Strings and quoted names.

use super::{Dialect, comment};

/// How long a quoted piece is, or why it does not end.
type Length = Result<usize, &'static str>;

/// The length of the quoted piece that stands first, if one does.
pub(super) fn length(rest: &str, dialect: Dialect) -> Option<Length> {
    let backslash = dialect == Dialect::Mysql;
    match rest.chars().next()? {
        '\'' => Some(closed(rest, 1, b'\'', backslash).ok_or(STRING)),
        '"' => Some(closed(rest, 1, b'"', backslash).ok_or(NAME)),
        '`' if dialect != Dialect::Postgres => Some(
            closed(rest, 1, b'`', false).ok_or("this quoted name is never closed: write a `` ` ``"),
        ),
        '[' if dialect == Dialect::Sqlite => {
            let end = rest.find(']').map(|end| end + 1);
            Some(end.ok_or("this quoted name is never closed: write `]`"))
        }
        'e' | 'E' if dialect == Dialect::Postgres && rest[1..].starts_with('\'') => {
            Some(escaped(rest).ok_or(STRING))
        }
        '$' if dialect == Dialect::Postgres => dollar_quoted(rest),
        '/' if comment::is_executable(rest, dialect) => {
            Some(comment::executable(rest).ok_or("this comment is never closed: write `*/`"))
        }
        _ => None,
    }
}

const STRING: &str = "this string is never closed: write `'`";
const NAME: &str = "this quoted text is never closed: write `\"`";

/// The length of text quoted from its start; a doubled quote stands for itself.
fn closed(rest: &str, from: usize, quote: u8, backslash: bool) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        if backslash && *byte == b'\\' {
            at += 1;
        } else if *byte == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return Some(at + 1);
            }
            at += 1;
        }
        at += 1;
    }
    None
}

/// PostgreSQL's `E'…'`, which goes on in another quoted piece on a later line, escapes and all.
fn escaped(rest: &str) -> Option<usize> {
    let mut end = closed(rest, 2, b'\'', true)?;
    while let Some(next) = continued(&rest[end..]) {
        end += next + closed(&rest[end + next..], 1, b'\'', true)?;
    }
    Some(end)
}

/// How far away the quote is that continues a string: space with a line end in it lies between.
fn continued(rest: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let space =
            rest[at..].len() - rest[at..].trim_start_matches([' ', '\t', '\n', '\r', '\x0c']).len();
        at += space;
        if !rest[at..].starts_with("--") {
            let line_end = rest[..at].contains(['\n', '\r']);
            return (line_end && rest[at..].starts_with('\'')).then_some(at);
        }
        at += rest[at..].find(['\n', '\r'])?;
    }
}

/// `$$ … $$` or `$tag$ … $tag$`, but not the parameter `$1`.
fn dollar_quoted(rest: &str) -> Option<Length> {
    let is_tag = |c: char| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii();
    let tag_end = rest[1..].find(|c| !is_tag(c))? + 1;
    let is_tag =
        rest[tag_end..].starts_with('$') && !rest[1..].starts_with(|c: char| c.is_ascii_digit());
    let tag = is_tag.then(|| &rest[..=tag_end])?;
    let end = rest[tag.len()..].find(tag).map(|end| end + 2 * tag.len());
    Some(end.ok_or("this dollar quote is never closed"))
}
