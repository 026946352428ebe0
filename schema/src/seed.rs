use diesel::connection::SimpleConnection;
use diesel::result::Error::QueryBuilderError;
use diesel::{Connection, QueryResult, SqliteConnection};

/// The blog's tables, as its migration makes them.
pub const TABLES: &str = include_str!("../../migrations/2026-01-01-000000_create_blog/up.sql");

/// Three users, of whom carol has written nothing; four posts, one without an author; three tags.
pub fn seed<C: SimpleConnection>(conn: &mut C) -> QueryResult<()> {
    conn.batch_execute(include_str!("seed.sql"))
}

/// A new database in memory, with the blog's tables and [`seed`]'s rows.
pub fn database() -> QueryResult<SqliteConnection> {
    let establish = SqliteConnection::establish(":memory:");
    let mut conn = establish.map_err(|error| QueryBuilderError(error.into()))?;
    conn.batch_execute(TABLES)?;
    seed(&mut conn)?;
    Ok(conn)
}

/// The same for diesel-async.
#[cfg(feature = "async")]
pub fn async_database() -> QueryResult<AsyncDatabase> {
    database().map(AsyncDatabase::new)
}

/// SQLite, whose blocking connection works on threads of the runtime.
#[cfg(feature = "async")]
pub type AsyncDatabase =
    diesel_async::sync_connection_wrapper::SyncConnectionWrapper<SqliteConnection>;
