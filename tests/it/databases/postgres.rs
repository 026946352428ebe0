//! PostgreSQL, on the server that PG_DATABASE_URL names. It sorts text by its bytes, as the one that
//! scripts/with-servers starts.

use diesel::connection::SimpleConnection;

pub(crate) type DB = diesel::pg::Pg;
/// By which statements are written without a connection.
pub(crate) type Written = DB;
#[allow(dead_code)]
pub(crate) type Blocking = diesel::PgConnection;
#[cfg(feature = "async")]
#[allow(dead_code)]
pub(crate) type Asynchronous = diesel_async::AsyncPgConnection;

/// The most binds in one statement.
pub(crate) const MAX_BINDS: usize = 65_535;

/// A type of three values, and how a column is given it.
#[allow(dead_code)]
pub(crate) const MOOD: (&str, &str) =
    ("CREATE TYPE mood AS ENUM ('sad', 'so-so', 'happy');", "mood");

/// How many cases of a property are tried.
pub(crate) const CASES: u32 = 100;

/// Whether a key list is one bind.
pub(crate) const ARRAYS: bool = true;

/// Whether the links of a many_to_many are read alone once their targets are known.
pub(crate) const LINKS_ALONE: bool = false;

/// Whether they are read before their targets.
pub(crate) const LINKS_FIRST: bool = true;

/// Whether rows are locked before their links are set.
pub(crate) const LOCKS_ROWS: bool = true;

pub(crate) fn url() -> String {
    std::env::var("PG_DATABASE_URL").expect("PG_DATABASE_URL, or run scripts/with-servers")
}

/// A place for tables that no other test sees: temporary tables, gone with the connection.
pub(crate) fn make_place(conn: &mut impl SimpleConnection) -> String {
    conn.batch_execute("SET search_path TO pg_temp").unwrap();
    String::new()
}

pub(crate) fn drop_place(_: &mut impl SimpleConnection, _: &str) {}

/// A schema of that name beside the tables of a test, for itself alone: nothing is committed.
pub(crate) fn make_schema(conn: &mut impl SimpleConnection, name: &str) {
    conn.batch_execute(&format!("BEGIN; CREATE SCHEMA {name}")).unwrap();
}

/// A statement as this database takes it; those of the tests are written for SQLite.
pub(crate) fn dialect(sql: &str) -> String {
    let nocase = "CREATE COLLATION pg_temp.nocase
        (provider = icu, locale = 'und-u-ks-level2', deterministic = false);";
    let before = if sql.contains("COLLATE NOCASE") { nocase } else { "" };
    let sql = sql.replace("INTEGER PRIMARY KEY AUTOINCREMENT", "SERIAL PRIMARY KEY");
    // Of a temporary schema, collations are found by their full names only.
    let sql = sql.replace("COLLATE NOCASE", "COLLATE pg_temp.nocase");
    before.to_owned() + &sql.replace(" BLOB", " BYTEA").replace("COLLATE BINARY", "COLLATE \"C\"")
}

/// Has recursive queries end where they do by default.
pub(crate) fn recur_as_by_default(_: &mut impl SimpleConnection) {}

/// Lets rows be deleted that others refer to.
pub(crate) fn forget_foreign_keys(conn: &mut impl SimpleConnection) {
    let drop = |table| format!("ALTER TABLE {table} DROP CONSTRAINT {table}_user_id_fkey");
    conn.batch_execute(&drop("profiles")).unwrap();
    conn.batch_execute(&drop("posts")).unwrap();
}

/// Whether Diesel's `eq_any` makes a bind of each value.
pub(crate) fn filters_with_lists() -> bool {
    false
}

/// What it is called.
pub(crate) const NAME: &str = "postgresql";

/// Its plans depend on its statistics, and are not recorded.
#[allow(dead_code)]
pub(crate) fn plan(_: &str, _: &str) -> [String; 0] {
    []
}

pub(crate) fn name() -> &'static str {
    NAME
}

/// Inserts a row, unless it has a key that is there.
pub(crate) fn insert_if_new(table: &str, row: &str) -> String {
    format!("INSERT INTO {table} VALUES ({row}) ON CONFLICT DO NOTHING; ")
}
