//! A connection to any of the databases.

mod admin;
mod locks;
mod scratch;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::url::without_password;
use crate::{DatabaseUrl, Dialect, Error};

pub use any::AnyConnection;
pub use scratch::Scratch;

#[allow(missing_docs)] // The derive writes undocumented items.
mod any {
    /// A connection to any of the databases that are compiled in.
    #[derive(diesel::MultiConnection)]
    pub enum AnyConnection {
        /// To SQLite.
        #[cfg(feature = "sqlite")]
        Sqlite(diesel::SqliteConnection),
        /// To PostgreSQL.
        #[cfg(feature = "postgres")]
        Postgres(diesel::PgConnection),
        /// To MariaDB or MySQL.
        #[cfg(feature = "mysql")]
        Mysql(diesel::MysqlConnection),
    }
}

/// A database to migrate.
pub struct Database {
    pub(crate) connection: AnyConnection,
    url: Option<DatabaseUrl>,
    dialect: Dialect,
    /// The schema of the history's tables, once it is known.
    pub(crate) home: Option<String>,
}

#[cfg(feature = "sqlite")]
impl From<diesel::SqliteConnection> for Database {
    /// Uses an existing SQLite connection, for example in memory: without a file nobody else can
    /// migrate it at the same time.
    fn from(connection: diesel::SqliteConnection) -> Self {
        let connection = AnyConnection::Sqlite(connection);
        Self { connection, url: None, dialect: Dialect::Sqlite, home: None }
    }
}

impl Database {
    /// Connects; a SQLite file is created if it does not exist.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`].
    pub fn connect(url: &DatabaseUrl) -> Result<Self, Error> {
        Self::open(url, url.reveal())
    }

    /// Connects so that nothing can be written.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`]; [`Error::NoFile`] if the SQLite file does not exist.
    pub fn connect_read_only(url: &DatabaseUrl) -> Result<Self, Error> {
        let mut database = match url.dialect() {
            Dialect::Sqlite => match url.file() {
                Some(file) if !file.exists() => {
                    return Err(Error::NoFile { path: url.to_string() });
                }
                Some(file) => Self::open(url, &DatabaseUrl::read_only(&file))?,
                None => Self::connect(url)?,
            },
            _ => Self::connect(url)?,
        };
        database.forbid_writing()?;
        Ok(database)
    }

    fn open(url: &DatabaseUrl, text: &str) -> Result<Self, Error> {
        url.check_support()?;
        let connection = match url.dialect() {
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => SqliteConnection::establish(text).map(AnyConnection::Sqlite),
            #[cfg(feature = "postgres")]
            Dialect::Postgres => PgConnection::establish(text).map(|mut connection| {
                // Behind pgbouncer the next statement may reach a server that knows none of ours.
                let none = diesel::connection::CacheSize::Disabled;
                connection.set_prepared_statement_cache_size(none);
                AnyConnection::Postgres(connection)
            }),
            #[cfg(feature = "mysql")]
            Dialect::Mysql => MysqlConnection::establish(text).map(AnyConnection::Mysql),
            #[allow(unreachable_patterns)] // With every feature they are all above.
            _ => unreachable!("`check_support` refuses what is not compiled in"),
        };
        let connection = connection.map_err(|error| Error::Connect {
            url: url.to_string(),
            problem: without_password(error.to_string().trim(), url),
        })?;
        let (url, dialect) = (Some(url.clone()), url.dialect());
        let mut database = Self { connection, url, dialect, home: None };
        if database.dialect == Dialect::Sqlite {
            let patience = database.execute("PRAGMA busy_timeout = 10000");
            patience.map_err(Error::doing("preparing the connection"))?;
        }
        Ok(database)
    }

    fn forbid_writing(&mut self) -> Result<(), Error> {
        let sql = match self.dialect {
            Dialect::Sqlite => "PRAGMA query_only = ON",
            Dialect::Postgres => "SET default_transaction_read_only = on",
            Dialect::Mysql => "SET SESSION TRANSACTION READ ONLY",
        };
        self.execute(sql).map_err(Error::doing("making the connection read-only"))
    }

    /// Its SQL dialect.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Its URL; an existing connection that was passed in has none.
    pub fn url(&self) -> Option<&DatabaseUrl> {
        self.url.as_ref()
    }

    /// The connection itself.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    /// Sends one statement as it is.
    pub(crate) fn execute(&mut self, sql: &str) -> QueryResult<()> {
        self.connection.batch_execute(sql)
    }

    /// The column `value` of what a statement returns, read as text.
    pub(crate) fn values(&mut self, sql: &str) -> QueryResult<Vec<String>> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            value: String,
        }
        let rows: Vec<Row> = diesel::sql_query(sql).load(&mut self.connection)?;
        Ok(rows.into_iter().map(|it| it.value).collect())
    }
}
