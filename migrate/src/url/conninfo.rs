//! PostgreSQL's other way to name a database: `host=localhost dbname=shop`.

use std::fmt::Write;

/// The words that libpq knows, as far as one of them may come first.
const KEYWORDS: [&str; 22] = [
    "application_name",
    "channel_binding",
    "client_encoding",
    "connect_timeout",
    "dbname",
    "fallback_application_name",
    "gssencmode",
    "host",
    "hostaddr",
    "keepalives",
    "load_balance_hosts",
    "options",
    "passfile",
    "password",
    "port",
    "require_auth",
    "service",
    "sslcert",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
    "user",
];

/// Whether it begins with a word of libpq's and a `=`.
pub(super) fn is_one(text: &str) -> bool {
    let word = text.split_once('=').map(|(word, _)| word.trim());
    word.is_some_and(|it| KEYWORDS.contains(&it))
}

/// The words and values, as libpq reads them, or why it would not.
pub(super) fn parse(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut rest = text.trim_start();
    let mut pairs = Vec::new();
    while !rest.is_empty() {
        let (word, after) = rest.split_once('=').ok_or("a word has no `=` after it")?;
        let word = word.trim();
        if word.is_empty() || word.contains(char::is_whitespace) {
            return Err("a word has no `=` after it".to_owned());
        }
        let (value, after) = value(after.trim_start())?;
        pairs.push((word.to_owned(), value));
        rest = after.trim_start();
    }
    Ok(pairs)
}

/// A value and what follows it.
fn value(text: &str) -> Result<(String, &str), String> {
    let quoted = text.starts_with('\'');
    let mut value = String::new();
    let mut chars = text.char_indices().skip(usize::from(quoted));
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            '\'' if quoted => return Ok((value, &text[at + 1..])),
            c if !quoted && c.is_whitespace() => return Ok((value, &text[at..])),
            c => value.push(c),
        }
    }
    if quoted { Err("a quoted value never ends".to_owned()) } else { Ok((value, "")) }
}

/// The text of such pairs.
pub(super) fn write(pairs: &[(String, String)]) -> String {
    let mut text = String::new();
    for (word, value) in pairs {
        let space = if text.is_empty() { "" } else { " " };
        let plain = !value.is_empty() && !value.contains([' ', '\\', '\'', '\t', '\n', '=']);
        let value = value.replace('\\', "\\\\").replace('\'', "\\'");
        let _ = match plain {
            true => write!(text, "{space}{word}={value}"),
            false => write!(text, "{space}{word}='{value}'"),
        };
    }
    text
}
