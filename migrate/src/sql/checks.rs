//! The CHECKs in a CREATE TABLE.

use super::Dialect;
use super::scan::{Kind, Scanner, Token};

/// What stands in the parentheses of each CHECK, word by word.
pub(crate) fn checks(sql: &str) -> impl Iterator<Item = String> + use<> {
    let tokens: Vec<Token<'_>> = Scanner::new(sql, Dialect::Sqlite).collect();
    let starts = tokens.iter().enumerate().filter(|(_, it)| it.is("CHECK")).map(|(at, _)| at + 1);
    let found: Vec<_> = starts.map(|at| parenthesized(&tokens[at..])).collect();
    found.into_iter()
}

fn parenthesized(tokens: &[Token<'_>]) -> String {
    let mut depth = 0;
    let mut words = Vec::new();
    for token in tokens {
        depth += match token.kind {
            Kind::Sign('(') => 1,
            Kind::Sign(')') => -1,
            _ => 0,
        };
        words.push(token.text);
        if depth == 0 {
            break;
        }
    }
    words.join(" ")
}
