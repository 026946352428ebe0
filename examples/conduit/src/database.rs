//! The connection: SQLite, or PostgreSQL. Nothing else in this program knows which.

use diesel_async::AsyncMigrationHarness;
use diesel_async::pooled_connection::deadpool::Pool as Deadpool;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

#[cfg(feature = "sqlite")]
mod backend {
    use diesel::{ConnectionError, ConnectionResult, SqliteConnection};
    use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
    use diesel_async::{AsyncConnection, SimpleAsyncConnection};

    pub type Connection = SyncConnectionWrapper<SqliteConnection>;

    /// SQLite checks foreign keys only if it is told to. In WAL mode, reads do not wait for writes.
    const SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;
                            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";

    pub async fn establish(url: &str) -> ConnectionResult<Connection> {
        let mut conn = Connection::establish(url).await?;
        conn.batch_execute(SETTINGS).await.map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(conn)
    }
}

#[cfg(not(feature = "sqlite"))]
mod backend {
    use diesel::ConnectionResult;
    use diesel_async::{AsyncConnection, AsyncPgConnection};

    pub type Connection = AsyncPgConnection;

    pub async fn establish(url: &str) -> ConnectionResult<Connection> {
        Connection::establish(url).await
    }
}

pub use backend::Connection;
pub type Backend = <Connection as diesel_async::AsyncConnectionCore>::Backend;
pub type Pool = Deadpool<Connection>;

#[cfg(feature = "sqlite")]
const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(not(feature = "sqlite"))]
const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");

const CONNECTIONS: usize = 16;

/// A pool of connections to a database that has been migrated.
pub async fn open(url: &str) -> Result<Pool, Box<dyn std::error::Error + Send + Sync>> {
    let mut config = ManagerConfig::default();
    config.custom_setup = Box::new(|url| {
        let url = url.to_owned();
        Box::pin(async move { backend::establish(&url).await })
    });
    let manager = AsyncDieselConnectionManager::<Connection>::new_with_config(url, config);
    let pool = Pool::builder(manager).max_size(CONNECTIONS).build()?;
    AsyncMigrationHarness::new(pool.get().await?).run_pending_migrations(MIGRATIONS)?;
    Ok(pool)
}
