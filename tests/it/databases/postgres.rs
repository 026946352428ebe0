//! PostgreSQL, on the server that PG_DATABASE_URL names.

use diesel::connection::SimpleConnection;

pub(crate) type DB = diesel::pg::Pg;
/// By which statements are written without a connection.
pub(crate) type Written = DB;
#[allow(dead_code)]
pub(crate) type Blocking = diesel::PgConnection;
#[cfg(feature = "async")]
#[allow(dead_code)]
pub(crate) type Asynchronous = diesel_async::AsyncPgConnection;

/// Whether a key list is one bind.
pub(crate) const ARRAYS: bool = true;

pub(crate) fn url() -> String {
    std::env::var("PG_DATABASE_URL").expect("PG_DATABASE_URL, or run scripts/with-servers")
}

/// A place for tables that no other test sees: temporary tables, gone with the connection.
pub(crate) fn make_place(conn: &mut impl SimpleConnection) -> String {
    conn.batch_execute("SET search_path TO pg_temp").unwrap();
    String::new()
}

pub(crate) fn drop_place(_: &mut impl SimpleConnection, _: &str) {}

/// A statement as this database takes it; those of the tests are written for SQLite.
pub(crate) fn dialect(sql: &str) -> String {
    sql.replace(" BLOB", " BYTEA")
}
