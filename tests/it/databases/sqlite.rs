//! SQLite, in memory.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

pub(crate) type DB = diesel::sqlite::Sqlite;
/// By which statements are written without a connection.
pub(crate) type Written = DB;
#[allow(dead_code)]
pub(crate) type Blocking = diesel::SqliteConnection;
#[cfg(feature = "async")]
#[allow(dead_code)]
pub(crate) type Asynchronous =
    diesel_async::sync_connection_wrapper::SyncConnectionWrapper<Blocking>;

/// The most binds in one statement.
pub(crate) const MAX_BINDS: usize = 32_766;

/// A type of three values, and how a column is given it.
#[allow(dead_code)]
pub(crate) const MOOD: (&str, &str) = ("", "TEXT");

/// How many cases of a property are tried.
pub(crate) const CASES: u32 = 500;

/// Whether a key list is one bind.
pub(crate) const ARRAYS: bool = false;

/// Whether the links of a many_to_many are read alone once their targets are known.
pub(crate) const LINKS_ALONE: bool = true;

/// Whether they are read before their targets.
pub(crate) const LINKS_FIRST: bool = false;

/// Whether rows are locked before their links are set.
pub(crate) const LOCKS_ROWS: bool = false;

pub(crate) fn url() -> String {
    ":memory:".to_owned()
}

/// A place for tables that no other test sees: the database itself.
pub(crate) fn make_place(_: &mut impl SimpleConnection) -> String {
    String::new()
}

pub(crate) fn drop_place(_: &mut impl SimpleConnection, _: &str) {}

/// A schema of that name beside the tables of a test, for itself alone.
pub(crate) fn make_schema(conn: &mut impl SimpleConnection, name: &str) {
    conn.batch_execute(&format!("ATTACH ':memory:' AS {name}")).unwrap();
}

/// A statement as this database takes it; those of the tests are written for SQLite.
pub(crate) fn dialect(sql: &str) -> String {
    sql.to_owned()
}

/// Has recursive queries end where they do by default.
pub(crate) fn recur_as_by_default(_: &mut impl SimpleConnection) {}

/// Lets rows be deleted that others refer to.
pub(crate) fn forget_foreign_keys(conn: &mut impl SimpleConnection) {
    conn.batch_execute("PRAGMA foreign_keys = OFF").unwrap();
}

/// Whether Diesel's `eq_any` makes a bind of each value.
pub(crate) fn filters_with_lists() -> bool {
    true
}

/// What it is called.
pub(crate) const NAME: &str = "sqlite";

/// How the database goes about a statement in the blog, to which tables are added.
#[allow(dead_code)]
pub(crate) fn plan(tables: &str, sql: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::Text)]
        detail: String,
    }
    let mut conn = blog::database().unwrap();
    conn.batch_execute(tables).unwrap();
    let sql = format!("EXPLAIN QUERY PLAN {}", sql.replace('?', "1"));
    let steps = diesel::sql_query(sql).load::<Step>(&mut conn).unwrap();
    steps.into_iter().map(|step| step.detail).collect()
}

pub(crate) fn name() -> &'static str {
    NAME
}

/// Inserts a row, unless it has a key that is there.
pub(crate) fn insert_if_new(table: &str, row: &str) -> String {
    format!("INSERT OR IGNORE INTO {table} VALUES ({row}); ")
}
