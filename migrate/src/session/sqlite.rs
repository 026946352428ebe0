//! SQLite's pragmas of the connection, and what is attached to it.

use diesel::QueryResult;

use super::Setting;
use crate::Database;

/// Those that can be read. `case_sensitive_like` cannot.
const PRAGMAS: [&str; 14] = [
    "automatic_index",
    "cache_size",
    "cell_size_check",
    "checkpoint_fullfsync",
    "foreign_keys",
    "fullfsync",
    "ignore_check_constraints",
    "legacy_alter_table",
    "query_only",
    "recursive_triggers",
    "reverse_unordered_selects",
    "synchronous",
    "trusted_schema",
    "writable_schema",
];

pub(super) fn take(database: &mut Database) -> QueryResult<Vec<Setting>> {
    let pragmas = PRAGMAS
        .map(|it| format!("SELECT '{it}' AS name, CAST({it} AS TEXT) AS value FROM pragma_{it}"));
    let attached = "SELECT name, '' AS value FROM pragma_database_list".to_owned();
    let all: Vec<_> = pragmas.into_iter().chain([attached]).collect();
    database.settings(&all.join(" UNION ALL "))
}

pub(super) fn restore(database: &mut Database, first: &[Setting]) -> QueryResult<()> {
    for now in take(database)? {
        let before = first.iter().find(|it| it.name == now.name);
        match before {
            Some(before) if *before == now => {}
            // A number, as SQLite spelled it.
            Some(before) => {
                database.execute(&format!("PRAGMA {} = {}", before.name, before.value))?;
            }
            None if now.name == "temp" => {}
            None => {
                let name = now.name.replace('"', "\"\"");
                database.execute(&format!("DETACH DATABASE \"{name}\""))?;
            }
        }
    }
    Ok(())
}
