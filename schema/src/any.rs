use diesel::prelude::*;

/// A connection to any of the databases that the blog was compiled for.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    #[cfg(feature = "sqlite")]
    Sqlite(SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(PgConnection),
    #[cfg(feature = "mysql")]
    Mysql(MysqlConnection),
}

#[cfg(feature = "sqlite")]
conjoin::multi_connection!(MultiBackend, Sqlite);
#[cfg(all(feature = "postgres", not(feature = "sqlite")))]
conjoin::multi_connection!(MultiBackend, Postgres);
#[cfg(all(feature = "mysql", not(any(feature = "sqlite", feature = "postgres"))))]
conjoin::multi_connection!(MultiBackend, Mysql);
