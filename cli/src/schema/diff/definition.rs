//! The definition of a table or a column in the database: SQL to recreate it, with its defaults,
//! keys, checks and indexes, which a schema file does not contain.

use conjoin_migrate::{Database, Dialect};
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::parse::{Column, Table};
use super::write::{quoted, table_name};
use crate::failure::Failure;

/// A column as it is in the database.
#[derive(Debug, Clone, Default, QueryableByName)]
pub(super) struct Definition {
    #[diesel(sql_type = Text)]
    name: String,
    /// Its type alone.
    #[diesel(sql_type = Text)]
    pub(super) ty: String,
    /// What follows its name in its definition.
    #[diesel(sql_type = Text)]
    pub(super) definition: String,
}

const SQLITE_COLUMNS: &str = "SELECT name, type AS ty, type || \
    CASE WHEN dflt_value IS NULL THEN '' ELSE ' DEFAULT (' || dflt_value || ')' END || \
    CASE \"notnull\" WHEN 0 THEN '' ELSE ' NOT NULL' END AS definition \
    FROM pragma_table_xinfo(?1)";

/// The statements that recreate a table, empty.
pub(super) fn of_table(database: &mut Database, table: &Table) -> Result<Vec<String>, Failure> {
    match database.dialect() {
        Dialect::Sqlite => {
            let sql = "SELECT sql AS value FROM sqlite_master \
                WHERE tbl_name = ?1 COLLATE NOCASE AND sql IS NOT NULL ORDER BY type <> 'table'";
            values(database, sql, &[&table.name])
        }
        Dialect::Mysql => Ok(vec![show_create(database, table)?]),
        Dialect::Postgres => {
            let name = table_name(table, Dialect::Postgres);
            let columns: Vec<_> = columns(database, table)?
                .iter()
                .map(|it| format!("    {} {}", quoted(&it.name, Dialect::Postgres), it.definition))
                .collect();
            let mut made = vec![format!("CREATE TABLE {name} (\n{}\n)", columns.join(",\n"))];
            made.extend(parts(database, table, "")?);
            Ok(made)
        }
    }
}

/// A column, and the statements that recreate what belongs to it.
pub(super) fn of_column(
    database: &mut Database,
    table: &Table,
    column: &Column,
) -> Result<(Definition, Vec<String>), Failure> {
    let found = columns(database, table)?;
    let found = found.into_iter().find(|it| it.name.eq_ignore_ascii_case(&column.name));
    let parts = match database.dialect() {
        Dialect::Postgres => parts(database, table, &column.name)?,
        Dialect::Mysql => {
            let (name, column) =
                (table_name(table, Dialect::Mysql), quoted(&column.name, Dialect::Mysql));
            let lines = lines_of(&show_create(database, table)?);
            lines.iter().filter_map(|it| again(it, &name, &column)).collect()
        }
        // It does not drop a column that anything else needs.
        Dialect::Sqlite => Vec::new(),
    };
    Ok((found.unwrap_or_default(), parts))
}

/// The columns of other tables that refer to this one.
pub(super) fn referring(
    database: &mut Database,
    table: &Table,
) -> Result<Vec<(String, String)>, Failure> {
    if database.dialect() != Dialect::Sqlite {
        return Ok(Vec::new()); // The others refuse to drop it.
    }
    let sql = "SELECT m.name || char(10) || k.\"from\" AS value \
        FROM sqlite_master m, pragma_foreign_key_list(m.name) k \
        WHERE k.\"table\" = ?1 COLLATE NOCASE AND m.name <> ?1 COLLATE NOCASE ORDER BY 1";
    let found = values(database, sql, &[&table.name])?;
    let pair = |it: &String| it.split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned()));
    Ok(found.iter().filter_map(pair).collect())
}

/// Whether PostgreSQL has a type with this SQL name.
pub(super) fn has_type(database: &mut Database, name: &str) -> Result<bool, Failure> {
    let sql = "SELECT 'x' AS value WHERE to_regtype($1) IS NOT NULL";
    Ok(!values(database, sql, &[name])?.is_empty())
}

fn columns(database: &mut Database, table: &Table) -> Result<Vec<Definition>, Failure> {
    let dialect = database.dialect();
    if dialect == Dialect::Mysql {
        let lines = lines_of(&show_create(database, table)?);
        return Ok(lines.iter().filter_map(|it| of_line(it)).collect());
    }
    let (sql, name) = match dialect {
        Dialect::Postgres => (include_str!("postgres_column.sql"), table_name(table, dialect)),
        _ => (SQLITE_COLUMNS, table.name.clone()),
    };
    let rows = diesel::sql_query(sql).bind::<Text, _>(name).load(database.connection());
    rows.map_err(reading)
}

fn parts(database: &mut Database, table: &Table, column: &str) -> Result<Vec<String>, Failure> {
    let name = table_name(table, Dialect::Postgres);
    values(database, include_str!("postgres_parts.sql"), &[&name, column])
}

fn show_create(database: &mut Database, table: &Table) -> Result<String, Failure> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text, column_name = "Create Table")]
        sql: String,
    }
    let show = format!("SHOW CREATE TABLE {}", table_name(table, Dialect::Mysql));
    let row: Row = diesel::sql_query(show).get_result(database.connection()).map_err(reading)?;
    Ok(row.sql)
}

/// MariaDB and MySQL write one column or key per line.
fn lines_of(create: &str) -> Vec<String> {
    let lines = create.lines().filter(|it| it.starts_with("  "));
    lines.map(|it| it.trim().trim_end_matches(',').to_owned()).collect()
}

/// Recreates a key that contains a column. An index of several columns remains without the column.
fn again(line: &str, table: &str, column: &str) -> Option<String> {
    if line.starts_with('`') || line.starts_with("PRIMARY ") {
        return None;
    }
    let with_length = line.contains(&format!("({column}(")) && !line.contains(',');
    if with_length || line.contains(&format!("({column})")) {
        return Some(format!("ALTER TABLE {table} ADD {line}"));
    }
    let is_part = line.contains(&format!("({column},")) || line.contains(&format!(",{column}"));
    let (_, index) = line.split_once("KEY ").filter(|_| is_part)?;
    let (name, _) = index.split_once(" (")?;
    Some(format!("ALTER TABLE {table} DROP INDEX {name}, ADD {line}"))
}

/// ``` `name` int(11) NOT NULL ```
fn of_line(line: &str) -> Option<Definition> {
    let (name, definition) = line.strip_prefix('`')?.split_once("` ")?;
    let (name, definition) = (name.replace("``", "`"), definition.to_owned());
    Some(Definition { name, ty: String::new(), definition })
}

fn values(database: &mut Database, sql: &str, binds: &[&str]) -> Result<Vec<String>, Failure> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let mut query = diesel::sql_query(sql).into_boxed();
    for bind in binds {
        query = query.bind::<Text, _>((*bind).to_owned());
    }
    let rows: Vec<Row> = query.load(database.connection()).map_err(reading)?;
    Ok(rows.into_iter().map(|it| it.value).collect())
}

fn reading(error: diesel::result::Error) -> Failure {
    conjoin_migrate::Error::Database { doing: "reading the schema".to_owned(), error }.into()
}
