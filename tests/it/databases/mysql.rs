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

/// Whether a key list is one bind.
pub(crate) const ARRAYS: bool = false;

pub(crate) fn url() -> String {
    std::env::var("MYSQL_DATABASE_URL").expect("MYSQL_DATABASE_URL, or run scripts/with-servers")
}

/// A place for tables that no other test sees: a database, dropped afterwards.
pub(crate) fn make_place(conn: &mut impl SimpleConnection) -> String {
    static PLACES: AtomicUsize = AtomicUsize::new(0);
    let number = PLACES.fetch_add(1, Ordering::Relaxed);
    let place = format!("conjoin_{}_{number}", std::process::id());
    conn.batch_execute(&format!("CREATE DATABASE {place}; USE {place}")).unwrap();
    place
}

pub(crate) fn drop_place(conn: &mut impl SimpleConnection, place: &str) {
    // A test that killed its server's connection leaves the database behind.
    let _ = conn.batch_execute(&format!("DROP DATABASE {place}"));
}

/// A statement as this database takes it; those of the tests are written for SQLite.
pub(crate) fn dialect(sql: &str) -> String {
    // Keys and unique columns need a length.
    sql.replace(" TEXT PRIMARY KEY", " VARCHAR(200) PRIMARY KEY")
        .replace(" BLOB PRIMARY KEY", " VARBINARY(200) PRIMARY KEY")
}
