//! Running and reverting migrations.

mod apply;
mod baseline;
mod order;
mod outcome;
mod plan;
mod prove;
mod redo;
mod repair;
mod revert;
mod script;
mod transaction;

pub use plan::Planned;
pub use prove::{Found, Proof, Proofs};
pub use repair::Repair;

use crate::history::{History, Record};
use crate::lock::{self, Lock};
use crate::session::Session;
use crate::{Database, DatabaseUrl, Dialect, Entry, Error, Event, Migrations, Options, status};

/// Runs the migrations of one database.
///
/// ```
/// use conjoin_migrate::{Event, Migration, Migrations, Migrator, Options};
/// # use diesel::Connection;
///
/// let connection = diesel::SqliteConnection::establish(":memory:").unwrap();
/// let mut migrator = Migrator::new(connection.into(), Options::default());
/// migrator.on_event(|event| if let Event::Running { name, .. } = event { println!("{name}") });
///
/// let migration = Migration::embedded("1_notes", "CREATE TABLE notes (t TEXT)", Some("DROP TABLE notes"));
/// let migrations = Migrations::new([migration])?;
/// migrator.run(&migrations, None)?;
/// migrator.revert(&migrations, 1)?;
/// # Ok::<(), conjoin_migrate::Error>(())
/// ```
pub struct Migrator<'o> {
    database: Database,
    options: Options,
    observer: Box<dyn FnMut(Event) + 'o>,
    history: History,
    /// The settings of the connection as the first migration finds them.
    session: Option<Session>,
    /// Whether a transaction around several migrations is open.
    in_outer: bool,
}

impl<'o> Migrator<'o> {
    /// Connects to a database that is to be migrated. A SQLite file is created if it does not
    /// exist.
    ///
    /// # Errors
    ///
    /// [`Error::Connect`].
    pub fn connect(url: &DatabaseUrl, options: Options) -> Result<Self, Error> {
        Ok(Self::new(Database::connect(url)?, options))
    }

    /// Uses an existing connection.
    pub fn new(database: Database, options: Options) -> Self {
        let history = History::default();
        let observer = Box::new(|_| ());
        Self { database, options, observer, history, session: None, in_outer: false }
    }

    /// Calls this function for every event.
    pub fn on_event(&mut self, observer: impl FnMut(Event) + 'o) {
        self.observer = Box::new(observer);
    }

    /// The database itself.
    pub fn database(&mut self) -> &mut Database {
        &mut self.database
    }

    /// The status of each version. Nothing is written.
    ///
    /// # Errors
    ///
    /// [`Error::Database`] if the history cannot be read.
    pub fn status(&mut self, migrations: &Migrations) -> Result<Vec<Entry>, Error> {
        self.reload()?;
        let is_migrating = self.other_runner()?.is_some();
        Ok(status::entries(migrations, &self.history, is_migrating))
    }

    /// Whether the table in which Diesel records migrations exists.
    ///
    /// # Errors
    ///
    /// [`Error::Database`].
    pub fn was_used(&mut self) -> Result<bool, Error> {
        History::is_there(&mut self.database).map_err(Error::doing("looking for the history"))
    }

    fn tell(&mut self, event: Event) {
        (self.observer)(event);
    }

    fn warn(&mut self, text: impl Into<String>) {
        self.tell(Event::Warning(text.into()));
    }

    fn reload(&mut self) -> Result<(), Error> {
        self.history = History::load(&mut self.database)?;
        Ok(())
    }

    /// Does something while no other runner can, on a history that is up to date.
    fn exclusively<T>(
        &mut self,
        work: impl FnOnce(&mut Self, &mut Lock) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let url = self.database.url().cloned();
        self.prepare()?;
        let mut lock = Lock::acquire(url.as_ref(), &self.options, &mut self.observer)?;
        self.reload()?;
        work(self, &mut lock)
    }

    /// Applies the settings of the connection, and checks whether migrating is possible at all.
    fn prepare(&mut self) -> Result<(), Error> {
        let milliseconds = self.options.wait.as_millis();
        let prepared = match self.database.dialect() {
            Dialect::Sqlite => {
                self.database.execute(&format!("PRAGMA busy_timeout = {milliseconds}"))
            }
            Dialect::Postgres => {
                let standby = "SELECT 'yes' AS value WHERE pg_is_in_recovery()";
                match self.database.values(standby) {
                    Ok(rows) if !rows.is_empty() => return Err(Error::Standby),
                    answer => answer.map(drop),
                }
            }
            Dialect::Mysql => {
                // On a Galera cluster, to see what other nodes committed; MySQL does not know it.
                let _ = self.database.execute("SET SESSION wsrep_sync_wait = 7");
                self.database.execute("SET SESSION lock_wait_timeout = 2")
            }
        };
        prepared.map_err(Error::doing("preparing the connection"))?;
        if self.session.is_none() {
            let session = Session::take(&mut self.database);
            self.session = Some(session.map_err(Error::doing("preparing the connection"))?);
        }
        Ok(())
    }

    /// Whether nothing is half done, and everything that is applied is stored.
    fn is_settled(&self, migrations: &Migrations) -> bool {
        let kept = |version: &str| {
            self.history.record(version).is_some() || migrations.get(version).is_none()
        };
        self.history.exists
            && self.history.unfinished().next().is_none()
            && self.history.applied.iter().all(|it| kept(&it.version))
    }

    /// Creates the tables of the history, and stores what other tools applied as it is now.
    fn adopt(&mut self, migrations: &Migrations) -> Result<(), Error> {
        History::create(&mut self.database)?;
        let unknown =
            self.history.applied.iter().filter(|it| self.history.record(&it.version).is_none());
        let unknown: Vec<_> =
            unknown.filter_map(|it| migrations.get(&it.version)).cloned().collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let kept = self.record_in_transaction(|history, database| {
            unknown.iter().try_for_each(|migration| history.keep(database, migration))
        });
        kept.map_err(Error::doing("keeping what is applied"))?;
        self.reload()
    }

    /// The runner that works on what is half done, if there is one.
    fn other_runner(&mut self) -> Result<Option<String>, Error> {
        if self.history.unfinished().next().is_none() {
            return Ok(None);
        }
        let holder = lock::holder(&mut self.database, &self.options.lock_key);
        let holder = holder.map_err(Error::doing("looking for another runner"))?;
        if holder.is_none() {
            self.reload()?; // It may have ended in between.
        }
        Ok(holder)
    }

    fn refuse_unfinished(&mut self) -> Result<(), Error> {
        let unfinished = self.history.unfinished().filter(|it| !it.is_resumable());
        let unfinished: Vec<_> = unfinished.cloned().collect();
        let list = unfinished.iter().map(|it| self.interruption(it));
        let list = list.collect::<Result<Vec<_>, _>>()?;
        if list.is_empty() { Ok(()) } else { Err(Error::Interrupted(list)) }
    }

    fn interruption(&mut self, record: &Record) -> Result<crate::Interruption, Error> {
        let kept = History::kept(&mut self.database, &record.version);
        let kept = kept.map_err(Error::doing("reading what was run"))?;
        Ok(crate::Interruption::of(record, &kept, self.database.dialect()))
    }
}
