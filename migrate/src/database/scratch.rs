//! Databases that are created for a test, and dropped afterwards.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::admin::remove_files;
use crate::{Database, DatabaseUrl, Dialect, Error};

/// A new database next to another one, known to nobody else. For SQLite, it is in memory.
///
/// Nothing that is run through it reaches a database that it did not create. A clone, for example
/// in a signal handler, refers to the same database.
#[derive(Clone)]
pub struct Scratch {
    url: DatabaseUrl,
    name: String,
    /// Whether it was created, and by us.
    made: Arc<Mutex<bool>>,
}

/// The limit of PostgreSQL and MariaDB, in bytes. PostgreSQL would truncate a longer name, and so
/// mean another database.
const LONGEST: usize = 63;

impl Scratch {
    /// A database on the server of this URL. It is created at the first connect.
    ///
    /// # Errors
    ///
    /// [`Error::WrongDatabase`] if `name` is not a valid name.
    pub fn beside(url: &DatabaseUrl, name: Option<&str>) -> Result<Self, Error> {
        let made = Arc::new(Mutex::new(false));
        if url.dialect() == Dialect::Sqlite {
            let name = name.unwrap_or(":memory:").to_owned();
            return Ok(Self { url: name.parse()?, name, made });
        }
        let name = name.map_or_else(|| free_name(&url.database()), str::to_owned);
        if name.len() > LONGEST || name.is_empty() {
            let problem =
                format!("a database's name has 1 to {LONGEST} bytes, and `{name}` has not");
            return Err(Error::WrongDatabase(problem));
        }
        Ok(Self { url: url.with_database(&name), name, made })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Creates it anew, and connects to it.
    ///
    /// # Errors
    ///
    /// [`Error::WrongDatabase`] if it exists already, or if the connection is not on it.
    pub fn connect(&self) -> Result<Database, Error> {
        self.make_anew()?;
        let mut database = Database::connect(&self.url)?;
        if self.url.dialect() == Dialect::Sqlite {
            return Ok(database);
        }
        let name = database.name()?;
        if name != self.name {
            let problem = format!(
                "the connection for the test is on the database {name}, which was not made for it: \
                 nothing was run"
            );
            return Err(Error::WrongDatabase(problem));
        }
        Ok(database)
    }

    fn make_anew(&self) -> Result<(), Error> {
        let mut made = self.lock();
        if *made {
            self.drop_it()?;
            *made = false;
        }
        if self.is_there()? {
            let problem = format!("{} is there already: name a database that is not", self.name);
            return Err(Error::WrongDatabase(problem));
        }
        if self.url.dialect() != Dialect::Sqlite {
            self.server()?.create_database(&self.name)?;
        }
        *made = true;
        Ok(())
    }

    /// Drops it, if it was created, even if others are connected to it.
    ///
    /// # Errors
    ///
    /// As [`Database::drop`].
    pub fn remove(&self) -> Result<(), Error> {
        let mut made = self.lock();
        if *made {
            self.drop_it()?;
            *made = false;
        }
        Ok(())
    }

    fn is_there(&self) -> Result<bool, Error> {
        match self.url.dialect() {
            Dialect::Sqlite => Ok(self.url.file().is_some_and(|it| it.exists())),
            _ => self.server()?.has_database(&self.name),
        }
    }

    fn drop_it(&self) -> Result<(), Error> {
        if self.url.dialect() == Dialect::Sqlite {
            return self.url.file().map_or(Ok(()), |it: std::path::PathBuf| self.drop_file(&it));
        }
        let mut server = self.server()?;
        server.end_connections(&self.name)?;
        server.drop_database("DROP DATABASE IF EXISTS ", &self.name)
    }

    fn drop_file(&self, file: &Path) -> Result<(), Error> {
        remove_files(file).map(drop)
    }

    fn server(&self) -> Result<Database, Error> {
        Database::connect_to_server(&self.url, &self.name)
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Database {
    /// The other databases that a statement could name.
    pub(crate) fn others(&mut self) -> Result<Vec<String>, Error> {
        if self.dialect != Dialect::Mysql {
            return Ok(Vec::new());
        }
        let others = "SELECT schema_name AS value FROM information_schema.schemata \
                      WHERE schema_name NOT IN ('information_schema', COALESCE(DATABASE(), ''))";
        self.values(others).map_err(Error::doing("listing the other databases"))
    }

    /// Closes the connections to a database, so that it can be dropped.
    fn end_connections(&mut self, name: &str) -> Result<(), Error> {
        let ended = match self.dialect {
            Dialect::Postgres => self.values_with(
                "SELECT pg_terminate_backend(pid)::text AS value FROM pg_stat_activity \
                 WHERE datname = $1",
                name,
            ),
            _ => self.values_with(
                "SELECT CAST(id AS CHAR) AS value FROM information_schema.processlist WHERE db = ?",
                name,
            ),
        };
        let ended = ended.map_err(Error::doing("ending connections"))?;
        if self.dialect == Dialect::Mysql {
            // They may have ended by themselves.
            ended.iter().for_each(|id| drop(self.execute(&format!("KILL {id}"))));
        }
        Ok(())
    }
}

/// A name for a database next to this one.
fn free_name(database: &str) -> String {
    let base: String = database.chars().take(30).collect();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.map_or(0, |it| it.subsec_nanos());
    let name = |base: &str| format!("{base}_test_{}_{now}", std::process::id());
    let cut = name(&base);
    if cut.len() <= LONGEST { cut } else { name("conjoin") }
}
