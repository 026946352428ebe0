//! Rows are deleted with the relations that are named, and with nothing else.

mod keys;
mod named;
mod random;
mod trees;

use diesel::QueryResult;
use diesel::result::DatabaseErrorKind::ForeignKeyViolation;
use diesel::result::Error::DatabaseError;

/// Whether a row is left that refers to a deleted one.
pub(crate) fn is_left(outcome: &QueryResult<usize>) -> bool {
    matches!(outcome, Err(DatabaseError(ForeignKeyViolation, _)))
}

/// The statements of a list, with the form that the database has for them.
fn as_sent(statements: &[&str]) -> Vec<String> {
    let named = crate::database::name() == "mariadb";
    let arrays = |sql: &str| match crate::database::ARRAYS {
        true => {
            sql.replace("user_id` = ?", "user_id` = ANY(?)").replace("`id` = ?", "`id` = ANY(?)")
        }
        false => sql.to_owned(),
    };
    let form = |sql: &&str| {
        let sql = arrays(sql);
        let table = sql.split('`').nth(1).unwrap_or_default().to_owned();
        let by_name = format!("DELETE `{table}` FROM");
        if named && sql.contains("SELECT") { sql.replacen("DELETE FROM", &by_name, 1) } else { sql }
    };
    statements.iter().map(form).collect()
}

/// All rows of some tables.
macro_rules! rows_of {
    ($conn:expr, $($table:ident),+) => {
        ($({
            use diesel::prelude::*;
            let rows: i64 = $table::table.count().get_result($conn.diesel()).unwrap();
            rows
        }),+)
    };
}
use rows_of;
