//! Servers: a second connection that holds a lock and does nothing else.
//!
//! On PostgreSQL it is the lock of a transaction that stays open. A session lock would stay behind
//! in pgbouncer, which lends one session to many clients.

use diesel::QueryResult;
use sha2::{Digest, Sha256};

use super::Attempt;
use crate::{Database, DatabaseUrl, Dialect, Error};

pub(crate) struct SessionLock {
    database: Database,
    key: Key,
}

impl SessionLock {
    pub(super) fn open(url: &DatabaseUrl, key: &str) -> Result<Self, Error> {
        let mut database = Database::connect(url)?;
        if database.dialect() == Dialect::Mysql {
            // The default lets go of a connection that was silent for some hours.
            let patience = "SET SESSION wait_timeout = 2147483";
            database.execute(patience).map_err(Error::doing("preparing the lock"))?;
        }
        let key = Key::new(key, &mut database).map_err(Error::doing("preparing the lock"))?;
        Ok(Self { database, key })
    }

    /// Whether a lock would be local to one node of a Galera cluster: in 20 of 20 rounds two
    /// runners ran at once.
    pub(super) fn is_one_nodes(&mut self) -> Result<bool, Error> {
        if self.database.dialect() != Dialect::Mysql {
            return Ok(false);
        }
        // MySQL keeps its variables elsewhere, and has no such clusters.
        let sql = "SELECT variable_value AS value FROM information_schema.global_variables \
                   WHERE variable_name = 'wsrep_on'";
        let on = self.database.values(sql).unwrap_or_default();
        Ok(on.iter().any(|it| it == "ON"))
    }

    pub(super) fn attempt(&mut self) -> Attempt {
        let attempt = match self.database.dialect() {
            Dialect::Postgres => self.attempt_postgres(),
            _ => self.attempt_mysql(),
        };
        attempt.map_err(Error::doing("taking the lock that keeps other runners out"))
    }

    pub(super) fn check(&mut self) -> Result<(), Error> {
        if self.database.dialect() == Dialect::Postgres {
            let alive = self.let_go_of_snapshot();
            return alive.map_err(|error| Error::LockLost(error.to_string()));
        }
        let sql = format!(
            "SELECT 'yes' AS value FROM DUAL WHERE IS_USED_LOCK('{}') = CONNECTION_ID()",
            self.name()
        );
        match self.database.values(&sql) {
            Ok(rows) if !rows.is_empty() => Ok(()),
            Ok(_) => Err(Error::LockLost("another connection holds it".to_owned())),
            Err(error) => Err(Error::LockLost(error.to_string())),
        }
    }

    fn attempt_postgres(&mut self) -> QueryResult<Option<String>> {
        let key = self.key.0;
        self.database.execute("BEGIN ISOLATION LEVEL READ COMMITTED")?;
        self.database.execute(&format!(
            "SET LOCAL idle_in_transaction_session_timeout = 0; \
             SET LOCAL application_name = 'conjoin migration, process {}'",
            std::process::id()
        ))?;
        let taken = format!("SELECT 'yes' AS value WHERE pg_try_advisory_xact_lock({key})");
        if !self.database.values(&taken)?.is_empty() {
            return self.let_go_of_snapshot().map(|()| None);
        }
        let holder = holder(&mut self.database, &self.key)?;
        self.database.execute("ROLLBACK")?;
        Ok(Some(holder.unwrap_or_else(|| UNKNOWN.to_owned())))
    }

    /// The last query keeps its snapshot until a query without parameters is sent, and a `CREATE
    /// INDEX CONCURRENTLY` waits for all snapshots.
    fn let_go_of_snapshot(&mut self) -> QueryResult<()> {
        self.database.execute("SELECT 1")
    }

    fn attempt_mysql(&mut self) -> QueryResult<Option<String>> {
        let name = self.name();
        let taken = format!("SELECT 'yes' AS value FROM DUAL WHERE GET_LOCK('{name}', 0) = 1");
        if !self.database.values(&taken)?.is_empty() {
            return Ok(None);
        }
        let holder = holder(&mut self.database, &self.key)?;
        Ok(Some(holder.unwrap_or_else(|| UNKNOWN.to_owned())))
    }

    /// The name of the lease that replaces the lock on a cluster.
    pub(super) fn name(&self) -> String {
        self.key.name()
    }
}

/// The holder of the lock, if the server does not report it.
const UNKNOWN: &str = "another runner";

/// The holder of the lock, if any.
pub(super) fn holder(database: &mut Database, key: &Key) -> QueryResult<Option<String>> {
    let sql = match database.dialect() {
        Dialect::Postgres => format!(
            "SELECT concat_ws(', ', \
               concat_ws(' at ', coalesce(nullif(a.application_name, ''), '{UNKNOWN}'), \
                 host(a.client_addr)), \
               'backend ' || a.pid, 'since ' || to_char(a.xact_start, 'HH24:MI:SS')) AS value \
             FROM pg_locks l JOIN pg_stat_activity a USING (pid) \
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 \
               AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
               AND (l.classid::bigint << 32) | l.objid::bigint = {}",
            key.0
        ),
        _ => format!(
            "SELECT CONCAT_WS(' ', 'connection', id, 'of', user, 'at', host) AS value \
             FROM information_schema.processlist WHERE id = IS_USED_LOCK('{}')",
            key.name()
        ),
    };
    Ok(database.values(&sql)?.into_iter().next())
}

/// The lock's key as the number that both kinds of server accept.
pub(super) struct Key(i64);

impl Key {
    /// PostgreSQL's locks are local to each database; MariaDB's belong to the whole server, so its
    /// key includes the database.
    pub(super) fn new(key: &str, database: &mut Database) -> QueryResult<Self> {
        let name = match database.dialect() {
            Dialect::Mysql => database.values("SELECT COALESCE(DATABASE(), '') AS value")?.concat(),
            _ => String::new(),
        };
        let digest = Sha256::digest(format!("{key}\0{name}"));
        let first = digest.iter().take(8).fold(0, |number, byte| number << 8 | i64::from(*byte));
        // Positive, so that the halves that PostgreSQL shows fit together again.
        Ok(Self(first & i64::MAX))
    }

    pub(super) fn name(&self) -> String {
        format!("conjoin:{:016x}", self.0)
    }
}
