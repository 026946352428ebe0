//! Who is in the way.

use crate::{Database, DatabaseUrl, Dialect};

/// Locks of others on tables that a statement names.
const POSTGRES: &str = "SELECT string_agg(DISTINCT concat('table ', c.oid::regclass, ' is locked by ', \
       coalesce(nullif(a.application_name, ''), 'a connection'), ', backend ', a.pid, ', ', a.state, \
       ' since ', to_char(a.xact_start, 'HH24:MI:SS')), '; ') AS value \
     FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a USING (pid) \
     WHERE l.granted AND l.pid <> pg_backend_pid() AND c.relkind IN ('r', 'p', 'm') \
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
       AND strpos(lower($1), lower(c.relname)) > 0 \
     HAVING count(*) > 0";

/// MariaDB tells of transactions, not of what they lock.
const MYSQL: &str = "SELECT COALESCE(GROUP_CONCAT(CONCAT('connection ', p.id, ' of ', p.user, ' at ', p.host, \
       ' has had a transaction open since ', t.trx_started) SEPARATOR '; '), '') AS value \
     FROM information_schema.innodb_trx t \
     JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id \
     WHERE p.id <> CONNECTION_ID() AND p.db = DATABASE()";

impl Database {
    /// What is locked that a statement needs, and by whom, as far as the database tells.
    pub(crate) fn lock_holder(&mut self, sql: &str) -> String {
        let found = match self.dialect {
            Dialect::Sqlite => {
                let file = self.url().and_then(DatabaseUrl::file);
                let file = file.map_or("the database".to_owned(), |it| it.display().to_string());
                Ok(vec![format!("{file} is locked by another program")])
            }
            Dialect::Postgres => self.values_with(POSTGRES, sql),
            Dialect::Mysql => self.values(MYSQL),
        };
        let found = found.unwrap_or_default().concat();
        if found.is_empty() {
            "somebody else holds a lock that this needs".to_owned()
        } else {
            found
        }
    }
}
