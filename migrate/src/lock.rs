//! One runner at a time.
//!
//! For SQLite the lock is a file next to the database, locked by the operating system. For a server
//! it is a second connection that does nothing else; for a cluster it is a lease. The lock always
//! ends with the process that holds it, however that ends.

mod file;
mod lease;
mod session;

use std::time::{Duration, Instant};

use crate::{Database, DatabaseUrl, Dialect, Error, Event, Options};

/// A lock that is held.
pub(crate) enum Lock {
    /// For a database that nobody else can see.
    Unneeded,
    File(#[allow(dead_code)] file::FileLock), // It is held as long as it is there.
    Session(session::SessionLock),
    Lease(lease::Lease),
}

impl Lock {
    /// Waits for other runners, and reports whom it waits for.
    pub(crate) fn acquire(
        url: Option<&DatabaseUrl>,
        options: &Options,
        tell: &mut dyn FnMut(Event),
    ) -> Result<Self, Error> {
        let Some(url) = url else { return Ok(Self::Unneeded) };
        match url.dialect() {
            Dialect::Sqlite => match url.file() {
                Some(file) => {
                    let file = file::FileLock::open(&file)?;
                    wait(file, options, tell, file::FileLock::attempt).map(Self::File)
                }
                None => Ok(Self::Unneeded),
            },
            _ => {
                let mut session = session::SessionLock::open(url, &options.lock_key)?;
                if session.is_one_nodes()? {
                    let lease = lease::Lease::open(url, &session.name())?;
                    let lease = wait(lease, options, tell, lease::Lease::attempt)?;
                    if let Some(holder) = lease.left_behind_by() {
                        tell(Event::TookOver { holder: holder.to_owned() });
                    }
                    return Ok(Self::Lease(lease));
                }
                wait(session, options, tell, session::SessionLock::attempt).map(Self::Session)
            }
        }
    }

    /// Whether it is still held: a connection can be lost.
    pub(crate) fn check(&mut self) -> Result<(), Error> {
        match self {
            Self::Session(session) => session.check(),
            Self::Lease(lease) => lease.check(),
            _ => Ok(()),
        }
    }
}

/// The runner that is migrating this database now, if there is one. Nothing is written.
pub(crate) fn holder(database: &mut Database, key: &str) -> diesel::QueryResult<Option<String>> {
    if database.dialect() == Dialect::Sqlite {
        return Ok(database.url().and_then(DatabaseUrl::file).and_then(|it| file::holder(&it)));
    }
    let key = session::Key::new(key, database)?;
    match session::holder(database, &key)? {
        None if database.dialect() == Dialect::Mysql => lease::living_holder(database, &key.name()),
        holder => Ok(holder),
    }
}

/// The result of an attempt: the lock, or its holder.
type Attempt = Result<Option<String>, Error>;

/// Polls. A statement that waits in PostgreSQL would hold a snapshot, and a `CREATE INDEX
/// CONCURRENTLY` of the current runner would wait for it in turn.
fn wait<L>(
    mut lock: L,
    options: &Options,
    tell: &mut dyn FnMut(Event),
    attempt: impl Fn(&mut L) -> Attempt,
) -> Result<L, Error> {
    let start = Instant::now();
    let mut told = None;
    let mut pause = Duration::from_millis(10);
    while let Some(holder) = attempt(&mut lock)? {
        if start.elapsed() >= options.wait {
            return Err(Error::RunnerBusy { holder, seconds: options.wait.as_secs() });
        }
        if told.as_ref() != Some(&holder) {
            tell(Event::WaitingForRunner { holder: holder.clone() });
            told = Some(holder);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(200));
    }
    Ok(lock)
}
