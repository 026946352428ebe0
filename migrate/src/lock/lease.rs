//! Galera: a row with an owner and an expiry, because locks in such a cluster are local to each
//! node.
//!
//! If two nodes take it at once, the cluster lets one commit. The owner renews it from a separate
//! thread; if it dies, the lease expires.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Attempt;
use crate::error::is_lock_timeout;
use crate::{Database, DatabaseUrl, Error};

/// How long a lease lasts without being renewed.
const SECONDS: u64 = 30;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS __conjoin_lock (\
    name VARCHAR(64) PRIMARY KEY NOT NULL, owner VARCHAR(128) NOT NULL, expires BIGINT NOT NULL)";

pub(crate) struct Lease {
    database: Database,
    url: DatabaseUrl,
    name: String,
    owner: String,
    /// The previous owner, if it neither renewed nor released the lease.
    left_behind_by: Option<String>,
    renewal: Option<Renewal>,
}

/// A thread that renews a lease until its sender is dropped.
struct Renewal {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Lease {
    pub(super) fn open(url: &DatabaseUrl, name: &str) -> Result<Self, Error> {
        let mut database = connect(url)?;
        database.execute(TABLE).map_err(Error::doing("creating the table __conjoin_lock"))?;
        let id = database.values("SELECT CAST(CONNECTION_ID() AS CHAR) AS value");
        let id = id.map_err(Error::doing("preparing the lock"))?.concat();
        let owner = format!("process {}, connection {id}", std::process::id());
        let (url, name) = (url.clone(), name.to_owned());
        Ok(Self { database, url, name, owner, left_behind_by: None, renewal: None })
    }

    pub(super) fn left_behind_by(&self) -> Option<&str> {
        self.left_behind_by.as_deref()
    }

    pub(super) fn attempt(&mut self) -> Attempt {
        let before =
            holder(&mut self.database, &self.name).map_err(Error::doing("reading the lease"))?;
        let holder = match take(&mut self.database, &self.name, &self.owner) {
            // The cluster let another node commit.
            Err(error) if is_lock_timeout(&error) => "another runner".to_owned(),
            holder => holder.map_err(Error::doing("taking the lease"))?,
        };
        if holder != self.owner {
            return Ok(Some(holder));
        }
        self.left_behind_by = (!before.is_empty()).then_some(before);
        let other = connect(&self.url)?;
        self.renewal = Some(Renewal::start(other, self.name.clone(), self.owner.clone()));
        Ok(None)
    }

    /// Whether it is still ours: a renewal may have come too late.
    pub(super) fn check(&mut self) -> Result<(), Error> {
        match holder(&mut self.database, &self.name) {
            Ok(holder) if holder == self.owner => Ok(()),
            Ok(holder) => Err(Error::LockLost(format!("the lease went to {holder}"))),
            Err(error) => Err(Error::LockLost(error.to_string())),
        }
    }
}

/// Connects so that a read sees what every node has committed.
fn connect(url: &DatabaseUrl) -> Result<Database, Error> {
    let mut database = Database::connect(url)?;
    let synchronous = database.execute("SET SESSION wsrep_sync_wait = 7");
    synchronous.map_err(Error::doing("preparing the lock"))?;
    Ok(database)
}

/// Takes the lease if it is free, and returns its owner.
fn take(database: &mut Database, name: &str, owner: &str) -> QueryResult<String> {
    let insert = "INSERT IGNORE INTO __conjoin_lock (name, owner, expires) VALUES (?, '', 0)";
    diesel::sql_query(insert).bind::<Text, _>(name).execute(&mut database.connection)?;
    renew(database, name, owner)?;
    holder(database, name)
}

fn renew(database: &mut Database, name: &str, owner: &str) -> QueryResult<usize> {
    let update = format!(
        "UPDATE __conjoin_lock SET owner = ?, expires = UNIX_TIMESTAMP() + {SECONDS} \
         WHERE name = ? AND (owner = ? OR expires < UNIX_TIMESTAMP())"
    );
    let update = diesel::sql_query(update).bind::<Text, _>(owner).bind::<Text, _>(name);
    update.bind::<Text, _>(owner).execute(&mut database.connection)
}

fn holder(database: &mut Database, name: &str) -> QueryResult<String> {
    // Our own name, made of a number.
    let owners = database
        .values(&format!("SELECT owner AS value FROM __conjoin_lock WHERE name = '{name}'"))?;
    Ok(owners.concat())
}

/// The owner of the lease, if there is one and the table exists.
pub(super) fn living_holder(database: &mut Database, name: &str) -> QueryResult<Option<String>> {
    let there = "SELECT 'yes' AS value FROM information_schema.tables \
                 WHERE table_schema = DATABASE() AND table_name = '__conjoin_lock'";
    if database.values(there)?.is_empty() {
        return Ok(None);
    }
    let owner = format!(
        "SELECT owner AS value FROM __conjoin_lock \
         WHERE name = '{name}' AND expires >= UNIX_TIMESTAMP()"
    );
    Ok(database.values(&owner)?.into_iter().next())
}

impl Renewal {
    fn start(mut database: Database, name: String, owner: String) -> Self {
        let (stop, stopped) = channel::<()>();
        let thread = std::thread::spawn(move || {
            let pause = Duration::from_secs(SECONDS / 3);
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                // Should it fail, the owner finds out by `check`.
                let _ = renew(&mut database, &name, &owner);
            }
            let release =
                "UPDATE __conjoin_lock SET owner = '', expires = 0 WHERE name = ? AND owner = ?";
            let release = diesel::sql_query(release).bind::<Text, _>(name).bind::<Text, _>(owner);
            // Should it fail, the lease ends by itself.
            let _ = release.execute(&mut database.connection);
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Renewal {
    fn drop(&mut self) {
        self.stop.take();
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

#[cfg(all(test, feature = "mysql"))]
mod tests {
    use super::*;

    fn open(name: &str) -> Option<Lease> {
        let url = std::env::var("MYSQL_DATABASE_URL").ok()?;
        Some(Lease::open(&url.parse().unwrap(), name).unwrap())
    }

    #[test]
    fn a_lease_keeps_others_out_until_it_is_dropped() {
        let (Some(mut one), Some(mut other)) = (open("dropped"), open("dropped")) else { return };
        assert_eq!(one.attempt().unwrap(), None);
        assert_eq!(other.attempt().unwrap(), Some(one.owner.clone()));
        one.check().unwrap();
        drop(one);
        assert_eq!(other.attempt().unwrap(), None);
        assert_eq!(other.left_behind_by(), None);
    }

    #[test]
    fn a_lease_that_was_not_renewed_goes_to_another_and_its_owner_finds_out() {
        let (Some(mut one), Some(mut other)) = (open("expired"), open("expired")) else { return };
        assert_eq!(one.attempt().unwrap(), None);
        other
            .database
            .execute("UPDATE __conjoin_lock SET expires = 1 WHERE name = 'expired'")
            .unwrap();
        assert_eq!(other.attempt().unwrap(), None);
        assert_eq!(other.left_behind_by(), Some(one.owner.as_str()));
        assert!(matches!(one.check(), Err(Error::LockLost(_))));
        other.check().unwrap();
    }
}
