//! The qualified names of the two tables, which do not depend on what a migration does to the
//! session.

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::{Database, Dialect};

pub(super) const DIESEL: &str = "__diesel_schema_migrations";
pub(super) const OURS: &str = "__conjoin_migrations";

/// A statement about `{diesel}` and `{ours}` with a `?` for each value, as this database takes it.
pub(super) fn sql(database: &mut Database, text: &str) -> QueryResult<String> {
    let home = home(database)?;
    let text = text.replace("{diesel}", &format!("{home}{DIESEL}"));
    let text = text.replace("{ours}", &format!("{home}{OURS}"));
    if database.dialect() != Dialect::Postgres {
        return Ok(text);
    }
    let mut parts = text.split('?');
    let first = parts.next().unwrap_or_default().to_owned();
    Ok(parts.enumerate().fold(first, |sql, (index, part)| format!("{sql}${}{part}", index + 1)))
}

/// Whether one of the two exists.
pub(super) fn exists(database: &mut Database, table: &str) -> QueryResult<bool> {
    let home = home(database)?;
    let (sql, name) = match database.dialect() {
        Dialect::Sqlite => (
            "SELECT 'yes' AS value FROM main.sqlite_master WHERE type = 'table' AND name = ?",
            table.to_owned(),
        ),
        Dialect::Postgres => {
            ("SELECT 'yes' AS value WHERE to_regclass($1) IS NOT NULL", format!("{home}{table}"))
        }
        Dialect::Mysql => (
            if table == OURS {
                "SELECT 'yes' AS value FROM information_schema.tables \
                 WHERE table_schema = ? AND table_name = '__conjoin_migrations'"
            } else {
                "SELECT 'yes' AS value FROM information_schema.tables \
                 WHERE table_schema = ? AND table_name = '__diesel_schema_migrations'"
            },
            unquoted(&home),
        ),
    };
    Ok(!database.values_with(sql, &name)?.is_empty())
}

/// The schema of the two tables, quoted and with its dot: where Diesel's table is found when the
/// connection is new, or else where it would be created.
fn home(database: &mut Database) -> QueryResult<String> {
    if let Some(home) = &database.home {
        return Ok(home.clone());
    }
    let home = match database.dialect() {
        Dialect::Sqlite => vec!["main.".to_owned()],
        Dialect::Postgres => database.values_with(
            "SELECT quote_ident(n.nspname) || '.' AS value FROM pg_namespace n \
             WHERE n.oid = coalesce((SELECT relnamespace FROM pg_class WHERE oid = to_regclass($1)), \
               (SELECT oid FROM pg_namespace WHERE nspname = current_schema()))",
            DIESEL,
        )?,
        Dialect::Mysql => database.values(
            "SELECT CONCAT('`', REPLACE(DATABASE(), '`', '``'), '`.') AS value FROM DUAL \
             WHERE DATABASE() IS NOT NULL",
        )?,
    };
    // Without one, the database says what is wrong when a table is to be made.
    let home = home.concat();
    database.home = Some(home.clone());
    Ok(home)
}

/// The name of MariaDB's database again.
fn unquoted(home: &str) -> String {
    let name = home.strip_suffix("`.").and_then(|it| it.strip_prefix('`'));
    name.unwrap_or_default().replace("``", "`")
}

impl Database {
    /// The column `value` of a query with one value.
    pub(crate) fn values_with(&mut self, sql: &str, bind: &str) -> QueryResult<Vec<String>> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            value: String,
        }
        let query = diesel::sql_query(sql).bind::<Text, _>(bind.to_owned());
        let rows: Vec<Row> = query.load(&mut self.connection)?;
        Ok(rows.into_iter().map(|it| it.value).collect())
    }
}
