//! The queries of whole applications: a registry of packages, a forum, and blogs. Each test is one
//! of their shapes, with the rows and the statements.

mod blogs;
mod forum;
mod registry;

use crate::suite::world::keys;

/// Compares statements as SQLite has them, without quotes. `IN #3` is a list of three keys, `[…, ]` a key
/// that only SQLite has before an order, and `…` any end.
fn assert_sent(sent: &[String], expected: &[&str]) {
    // The only key of several rows.
    let one = if crate::database::ARRAYS { "= ANY(?)" } else { "= ?" };
    // MariaDB is told about recursion in a comment before the statement.
    let statement = |sql: &String| sql.rsplit("*/ ").next().unwrap_or_default().replace('`', "");
    let sent: Vec<_> =
        sent.iter().map(|sql| statement(sql).replace("LIMIT ? + 0", "LIMIT ?")).collect();
    assert_eq!(sent.len(), expected.len(), "{sent:#?}");
    for (sql, expected) in sent.iter().zip(expected) {
        let lists = |sql: String, count| sql.replace(&format!("IN #{count}"), &keys(count));
        let expected = (2..=9).fold(key_before_order(expected).replace("IN #1", one), lists);
        match expected.strip_suffix('…') {
            Some(start) => assert!(sql.starts_with(start), "{sql}\n{start}…"),
            None => assert_eq!(*sql, expected),
        }
    }
}

fn key_before_order(sql: &str) -> String {
    match sql.split_once('[').and_then(|(start, rest)| Some((start, rest.split_once(']')?))) {
        Some((start, (key, end))) if crate::database::name() == "sqlite" => {
            format!("{start}{key}{end}")
        }
        Some((start, (_, end))) => format!("{start}{end}"),
        None => sql.to_owned(),
    }
}
