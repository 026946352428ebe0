//! Databases as a whole: finding, creating and dropping them.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use crate::{Database, DatabaseUrl, Dialect, Error};

impl Database {
    /// The name of the database that the connection is on. The URL may not contain it: a service,
    /// an option or the environment may select the database. For SQLite, its file.
    ///
    /// # Errors
    ///
    /// [`Error::Database`]; [`Error::WrongDatabase`] if the connection is on none.
    pub fn name(&mut self) -> Result<String, Error> {
        let sql = match self.dialect {
            Dialect::Sqlite => "SELECT file AS value FROM pragma_database_list WHERE name = 'main'",
            Dialect::Postgres => "SELECT current_database()::text AS value",
            Dialect::Mysql => "SELECT DATABASE() AS value FROM DUAL WHERE DATABASE() IS NOT NULL",
        };
        let names = self.values(sql).map_err(Error::doing("asking which database this is"))?;
        let none = || Error::WrongDatabase("the URL names no database: write `…/NAME`".to_owned());
        names.into_iter().next().ok_or_else(none)
    }

    /// Creates the database that a URL names, and returns whether it had to.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`] if the server rejects the connection; [`Error::Database`] if it reports
    /// an error.
    pub fn create(url: &DatabaseUrl) -> Result<bool, Error> {
        if url.dialect() == Dialect::Sqlite {
            let is_new = url.file().is_some_and(|it| !it.exists());
            return Self::connect(url).map(|_| is_new);
        }
        url.check_support()?;
        let Err(refused) = Self::connect(url) else { return Ok(false) };
        let name = url.database();
        let mut server = Self::connect_to_server(url, &name)?;
        if name.is_empty() || server.has_database(&name)? {
            return Err(refused); // It is there, and that is not why we are not let in.
        }
        server.create_database(&name).map(|()| true)
    }

    /// The name of the database that a URL leads to, if it exists; the server is queried.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`] if the connection is rejected although the database exists.
    pub fn find(url: &DatabaseUrl) -> Result<Option<String>, Error> {
        if url.dialect() == Dialect::Sqlite {
            let file = url.file().filter(|it| it.exists());
            return Ok(file.map(|it| it.display().to_string()));
        }
        match Self::connect(url) {
            Ok(mut database) => database.name().map(Some),
            Err(refused) => {
                let name = url.database();
                let is_there = Self::connect_to_server(url, &name)?.has_database(&name)?;
                if is_there || name.is_empty() { Err(refused) } else { Ok(None) }
            }
        }
    }

    /// Drops the database that a URL leads to, and returns its name if it existed.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] for SQLite's file; [`Error::Connect`] and [`Error::Database`] for servers.
    pub fn drop(url: &DatabaseUrl) -> Result<Option<String>, Error> {
        if let Some(file) = url.file() {
            let name = file.display().to_string();
            return remove_files(&file).map(|was_there| was_there.then_some(name));
        }
        if url.dialect() == Dialect::Sqlite {
            return Ok(None);
        }
        let Some(name) = Self::find(url)? else { return Ok(None) };
        Self::connect_to_server(url, &name)?.drop_database("DROP DATABASE ", &name)?;
        Ok(Some(name))
    }

    /// Connects to a database of the same server that always exists, and is not this one.
    pub(super) fn connect_to_server(url: &DatabaseUrl, name: &str) -> Result<Self, Error> {
        let always = match url.dialect() {
            Dialect::Postgres if name == "postgres" => "template1",
            Dialect::Postgres => "postgres",
            _ => "information_schema",
        };
        Self::connect(&url.with_database(always))
    }

    pub(super) fn has_database(&mut self, name: &str) -> Result<bool, Error> {
        let found = match self.dialect {
            Dialect::Postgres => "SELECT 'yes' AS value FROM pg_database WHERE datname = $1",
            _ => "SELECT 'yes' AS value FROM information_schema.schemata WHERE schema_name = ?",
        };
        let rows = self.values_with(found, name);
        rows.map(|it| !it.is_empty()).map_err(Error::doing("looking for the database"))
    }

    pub(super) fn create_database(&mut self, name: &str) -> Result<(), Error> {
        let statement = Named { verb: "CREATE DATABASE ", name: name.to_owned() };
        let created = statement.execute(&mut self.connection);
        created.map(drop).map_err(Error::doing(format!("creating the database {name}")))
    }

    pub(super) fn drop_database(&mut self, verb: &'static str, name: &str) -> Result<(), Error> {
        let statement = Named { verb, name: name.to_owned() };
        let dropped = statement.execute(&mut self.connection);
        dropped.map(drop).map_err(Error::doing(format!("dropping the database {name}")))
    }
}

/// Removes the SQLite file and the files that belong to it.
pub(super) fn remove_files(file: &std::path::Path) -> Result<bool, Error> {
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
