use diesel::QueryResult;
use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, embed_migrations};

/// The blog's migrations, compiled in.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Three users, of whom carol has written nothing; four posts, one without an author; three tags.
pub fn seed<C: SimpleConnection>(conn: &mut C) -> QueryResult<()> {
    conn.batch_execute(include_str!("seed.sql"))
}

/// A new database in memory, migrated and filled with [`seed`]'s rows.
#[cfg(feature = "sqlite")]
pub fn database() -> QueryResult<diesel::SqliteConnection> {
    use diesel::Connection;
    use diesel::result::Error::QueryBuilderError;
    use diesel_migrations::MigrationHarness;

    let establish = diesel::SqliteConnection::establish(":memory:");
    let mut conn = establish.map_err(|error| QueryBuilderError(error.into()))?;
    conn.run_pending_migrations(MIGRATIONS).map_err(QueryBuilderError)?;
    seed(&mut conn)?;
    Ok(conn)
}

/// The same for diesel-async.
#[cfg(all(feature = "sqlite", feature = "async"))]
pub fn async_database() -> QueryResult<AsyncDatabase> {
    database().map(AsyncDatabase::new)
}

/// SQLite, whose blocking connection works on threads of the runtime.
#[cfg(all(feature = "sqlite", feature = "async"))]
pub type AsyncDatabase =
    diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>;
