//! Lays out a statement: only white space and colour are added, no letter is changed.

use super::{Ink, Paint};

/// What starts a line of its own in a statement that is too long for one.
const CLAUSES: [&str; 10] =
    ["FROM", "INNER", "LEFT", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "VALUES", "SET"];

/// The statement in lines of at most `width` columns, broken before its clauses where it must be.
pub(super) fn lines(sql: &str, width: usize) -> Vec<String> {
    if sql.contains('\n') {
        // Somebody laid it out already.
        return sql.trim().lines().map(str::to_owned).collect();
    }
    if sql.chars().count() <= width {
        return vec![sql.to_owned()];
    }
    let mut lines = Vec::new();
    for (depth, clause) in clauses(sql) {
        fill(&clause, &"  ".repeat(depth), width, &mut lines);
    }
    lines
}

/// The clauses of a statement, and how many parentheses each stands in.
fn clauses(sql: &str) -> Vec<(usize, String)> {
    let mut clauses: Vec<(usize, String)> = Vec::new();
    let mut depth = 0_usize;
    for word in sql.split(' ') {
        match clauses.last_mut() {
            Some((_, clause)) if !CLAUSES.contains(&word) => {
                clause.push(' ');
                clause.push_str(word);
            }
            _ => clauses.push((depth, word.to_owned())),
        }
        depth = (depth + word.matches('(').count()).saturating_sub(word.matches(')').count());
    }
    clauses
}

/// Breaks a clause before `AND`, `OR` or `ON` where it can, otherwise at any space.
fn fill(clause: &str, indent: &str, width: usize, lines: &mut Vec<String>) {
    let mut line = format!("{indent}{clause}");
    while let Some((fits, _)) = line.char_indices().nth(width) {
        let from = line.len() - line.trim_start().len();
        let before = |word: &str| line[from..fits].rfind(word).map(|place| from + place);
        let words = [" AND ", " OR ", " ON "].into_iter().filter_map(before).max();
        let Some(end) = words.or_else(|| before(" ")) else { break };
        let rest = format!("{indent}  {}", &line[end + 1..]);
        line.truncate(end);
        lines.push(std::mem::replace(&mut line, rest));
    }
    lines.push(line);
}

/// Keywords stand out, the quotes of names step back.
pub(super) fn painted(line: &str, paint: Paint) -> String {
    let quote = paint.with(Ink::Faint, '`');
    let parts = line.split('`').enumerate().map(|(place, part)| {
        let is_name = place % 2 == 1;
        if is_name { part.to_owned() } else { keywords(part, paint) }
    });
    parts.collect::<Vec<_>>().join(&quote)
}

/// Paints the words in capitals.
fn keywords(text: &str, paint: Paint) -> String {
    let mut painted = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_alphabetic()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|letter: char| !is_of_a_word(letter)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        let is_keyword = word.chars().all(|letter| letter.is_ascii_uppercase());
        painted.push_str(before);
        painted.push_str(&if is_keyword {
            paint.with(Ink::Keyword, word)
        } else {
            word.to_owned()
        });
        rest = after;
    }
    painted + rest
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}
