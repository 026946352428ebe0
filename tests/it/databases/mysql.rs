//! MariaDB, on the server that MYSQL_DATABASE_URL names.

use diesel::connection::SimpleConnection;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) type DB = diesel::mysql::Mysql;
/// By which statements are written without a connection.
pub(crate) type Written = DB;
#[allow(dead_code)]
pub(crate) type Blocking = diesel::MysqlConnection;
#[cfg(feature = "async")]
#[allow(dead_code)]
pub(crate) type Asynchronous = diesel_async::AsyncMysqlConnection;

/// The most binds in one statement.
pub(crate) const MAX_BINDS: usize = 65_535;

/// A type of three values, and how a column is given it.
#[allow(dead_code)]
pub(crate) const MOOD: (&str, &str) = ("", "ENUM('sad', 'so-so', 'happy')");

/// How many cases of a property are tried.
pub(crate) const CASES: u32 = 100;

/// Whether a key list is one bind.
pub(crate) const ARRAYS: bool = false;

/// Whether the links of a many_to_many are read alone once their targets are known.
pub(crate) const LINKS_ALONE: bool = true;

/// Whether they are read before their targets.
pub(crate) const LINKS_FIRST: bool = false;

/// Whether rows are locked before their links are set.
pub(crate) const LOCKS_ROWS: bool = true;

pub(crate) fn url() -> String {
    std::env::var("MYSQL_DATABASE_URL").expect("MYSQL_DATABASE_URL, or run scripts/with-servers")
}

/// A place for tables that no other test sees: a database, dropped afterwards.
pub(crate) fn make_place(conn: &mut impl SimpleConnection) -> String {
    static PLACES: AtomicUsize = AtomicUsize::new(0);
    let number = PLACES.fetch_add(1, Ordering::Relaxed);
    let place = format!("conjoin_{}_{number}", std::process::id());
    // Text sorts by its bytes, as in the other databases.
    let create = format!(
        "DROP DATABASE IF EXISTS {place}; CREATE DATABASE {place} COLLATE utf8mb4_bin; USE {place}"
    );
    conn.batch_execute(&create).unwrap();
    conn.batch_execute("SET max_recursive_iterations = 1000000").unwrap();
    place
}

pub(crate) fn drop_place(conn: &mut impl SimpleConnection, place: &str) {
    // A test that killed its server's connection leaves the database behind.
    let _ = conn.batch_execute(&format!("DROP DATABASE {place}"));
}

/// A schema of that name beside the tables of a test: another database, which stays behind. Of its
/// tables, see [`dialect`], nothing does.
pub(crate) fn make_schema(conn: &mut impl SimpleConnection, name: &str) {
    conn.batch_execute(&format!("CREATE DATABASE IF NOT EXISTS {name}")).unwrap();
}

/// A statement as this database takes it; those of the tests are written for SQLite.
pub(crate) fn dialect(sql: &str) -> String {
    // Tests that run at once share the schemas, but not their temporary tables.
    let sql = sql.replace('"', "`").replace("TABLE conjoin_", "TEMPORARY TABLE conjoin_");
    let sql = sql.replace(" AUTOINCREMENT", " AUTO_INCREMENT");
    // A key needs a length.
    sql.replace(" TEXT PRIMARY KEY", " VARCHAR(200) PRIMARY KEY")
        .replace(" BLOB PRIMARY KEY", " VARBINARY(200) PRIMARY KEY")
        .replace("COLLATE BINARY", "COLLATE utf8mb4_bin")
        .replace("COLLATE NOCASE", "COLLATE utf8mb4_general_ci")
}

/// Has recursive queries end where they do by default.
pub(crate) fn recur_as_by_default(conn: &mut impl SimpleConnection) {
    conn.batch_execute("SET max_recursive_iterations = 1000").unwrap();
}

/// Lets rows be deleted that others refer to.
pub(crate) fn forget_foreign_keys(conn: &mut impl SimpleConnection) {
    conn.batch_execute("SET foreign_key_checks = 0").unwrap();
}

/// Whether Diesel's `eq_any` makes a bind of each value.
pub(crate) fn filters_with_lists() -> bool {
    true
}

/// What it is called.
pub(crate) const NAME: &str = "mariadb";

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
    format!("INSERT IGNORE INTO {table} VALUES ({row}); ")
}
