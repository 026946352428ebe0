//! Databases as a whole: whether they are there, making and dropping them.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Text;

use crate::{Database, DatabaseUrl, Dialect, Error};

impl Database {
    /// Makes the database that a URL names, and says whether it had to.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`] when the server lets nobody in; [`Error::Database`] when it refuses.
    pub fn create(url: &DatabaseUrl) -> Result<bool, Error> {
        if url.dialect() == Dialect::Sqlite {
            let is_new = url.file().is_some_and(|it| !it.exists());
            return Self::connect(url).map(|_| is_new);
        }
        url.check_support()?;
        let Err(refused) = Self::connect(url) else { return Ok(false) };
        let mut server = Self::connect_to_server(url)?;
        if server.has_database(&url.database())? {
            return Err(refused); // It is there, and that is not why we are not let in.
        }
        let statement = Named { verb: "CREATE DATABASE ", name: url.database() };
        let created = statement.execute(&mut server.connection);
        created.map_err(Error::doing(format!("creating the database {}", url.database())))?;
        Ok(true)
    }

    /// Drops the database that a URL names, and says whether it was there.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] for SQLite's file; [`Error::Connect`] and [`Error::Database`] for servers.
    pub fn drop(url: &DatabaseUrl) -> Result<bool, Error> {
        if url.dialect() == Dialect::Sqlite {
            return url.file().map_or(Ok(false), |file| remove_files(&file));
        }
        let mut server = Self::connect_to_server(url)?;
        if !server.has_database(&url.database())? {
            return Ok(false);
        }
        let statement = Named { verb: "DROP DATABASE ", name: url.database() };
        let dropped = statement.execute(&mut server.connection);
        dropped.map_err(Error::doing(format!("dropping the database {}", url.database())))?;
        Ok(true)
    }

    /// Connects to a database of the same server that is always there.
    fn connect_to_server(url: &DatabaseUrl) -> Result<Self, Error> {
        let always = match url.dialect() {
            Dialect::Postgres if url.database() == "postgres" => "template1",
            Dialect::Postgres => "postgres",
            _ => "information_schema",
        };
        Self::connect(&url.with_database(always))
    }

    fn has_database(&mut self, name: &str) -> Result<bool, Error> {
        let found = match self.dialect {
            Dialect::Postgres => "SELECT datname AS value FROM pg_database WHERE datname = $1",
            _ => {
                "SELECT schema_name AS value FROM information_schema.schemata WHERE schema_name = ?"
            }
        };
        let found = diesel::sql_query(found).bind::<Text, _>(name.to_owned());
        let rows = found.execute(&mut self.connection);
        rows.map(|it| it > 0).map_err(Error::doing("looking for the database"))
    }
}

/// Removes SQLite's file and what lies beside it.
fn remove_files(file: &std::path::Path) -> Result<bool, Error> {
    let was_there = file.exists();
    for suffix in ["", "-journal", "-wal", "-shm", "-migrate.lock"] {
        let mut path = file.as_os_str().to_owned();
        path.push(suffix);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io(path.as_ref(), error));
            }
            _ => {}
        }
    }
    Ok(was_there)
}

/// A statement about one thing, whose name is quoted as the database does it.
#[derive(QueryId)]
struct Named {
    verb: &'static str,
    name: String,
}

impl<DB: Backend> QueryFragment<DB> for Named {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        pass.unsafe_to_cache_prepared();
        pass.push_sql(self.verb);
        pass.push_identifier(&self.name)
    }
}

impl<C> RunQueryDsl<C> for Named {}
