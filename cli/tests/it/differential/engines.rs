//! The databases, which are asked.

use conjoin_migrate::{Database, Dialect};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use rusqlite::fallible_iterator::FallibleIterator;

use crate::world::World;

/// What a file leaves, as lines, or why it failed.
pub(super) type Outcome = Result<Vec<String>, String>;

pub(super) trait Engine {
    fn dialect(&self) -> Dialect;
    /// The database decides where statements end.
    fn send_whole(&mut self, text: &str) -> Outcome;
    /// Each of these is one statement, or an error.
    fn send_each(&mut self, statements: &[&str]) -> Outcome;
}

/// What files write to: a table of values, and one whose columns have names that are words elsewhere.
const LOG: &str = "CREATE TABLE log (v TEXT)";

pub(super) struct Sqlite;

impl Sqlite {
    fn run(texts: &[&str], single: bool) -> Outcome {
        let connection = rusqlite::Connection::open_in_memory().map_err(|it| it.to_string())?;
        let fresh = format!("{LOG}; CREATE TABLE ev (start TEXT, begin TEXT, end TEXT)");
        connection.execute_batch(&fresh).map_err(|it| it.to_string())?;
        for text in texts {
            let count = run_all(&connection, text).map_err(|it| it.to_string())?;
            if single && count != 1 {
                return Err(format!("{count} statements in {text}"));
            }
        }
        let left = "SELECT v FROM log UNION ALL SELECT concat_ws('|', start, begin, end) FROM ev \
                    UNION ALL SELECT name || sql FROM sqlite_master";
        let mut left = connection.prepare(left).map_err(|it| it.to_string())?;
        let rows = left.query_map([], |row| row.get::<_, Option<String>>(0));
        let rows: Result<Vec<_>, _> = rows.map_err(|it| it.to_string())?.collect();
        Ok(rows.map_err(|it| it.to_string())?.into_iter().flatten().collect())
    }
}

/// Runs a text, one statement after the other as `sqlite3_prepare_v2` finds them, and counts them.
fn run_all(connection: &rusqlite::Connection, text: &str) -> rusqlite::Result<usize> {
    let mut batch = rusqlite::Batch::new(connection, text);
    let mut count = 0;
    while let Some(mut statement) = batch.next()? {
        count += 1;
        let mut rows = statement.raw_query();
        while rows.next()?.is_some() {}
    }
    Ok(count)
}

impl Engine for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn send_whole(&mut self, text: &str) -> Outcome {
        Self::run(&[text], false)
    }

    fn send_each(&mut self, statements: &[&str]) -> Outcome {
        Self::run(statements, true)
    }
}

/// PostgreSQL or MariaDB.
pub(super) struct Server {
    database: Database,
    name: String,
}

impl Server {
    pub(super) fn new(world: &World) -> Self {
        let mut database = world.connect();
        let name = database.name().unwrap();
        let limit = match database.dialect() {
            Dialect::Postgres => {
                "SET statement_timeout = '5s'; CREATE TABLE log (v TEXT); \
                 CREATE TABLE ev (start TEXT, \"begin\" TEXT, \"end\" TEXT)"
            }
            _ => "SET max_statement_time = 5",
        };
        database.connection().batch_execute(limit).unwrap();
        Self { database, name }
    }

    /// PostgreSQL undoes everything afterwards; MariaDB begins anew.
    fn begin(&mut self) {
        let begin = match self.database.dialect() {
            Dialect::Postgres => "BEGIN".to_owned(),
            _ => format!(
                "CREATE OR REPLACE DATABASE `{}`; USE `{0}`; {LOG}; \
                 CREATE TABLE ev (start TEXT, begin TEXT, end TEXT)",
                self.name
            ),
        };
        self.database.connection().batch_execute(&begin).unwrap();
    }

    fn end(&mut self, done: QueryResult<()>) -> Outcome {
        let left = done.and_then(|()| self.left()).map_err(|it| it.to_string());
        let gone = left.as_ref().err().filter(|it| it.contains("gone away") || it.contains("Lost"));
        assert!(gone.is_none(), "the server crashed: {gone:?}");
        if self.database.dialect() == Dialect::Postgres {
            self.database.connection().batch_execute("ROLLBACK").unwrap();
        }
        left
    }

    fn left(&mut self) -> QueryResult<Vec<String>> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            value: String,
        }
        let left = match self.database.dialect() {
            Dialect::Postgres => {
                "SELECT coalesce(v, 'null') AS value FROM log UNION ALL SELECT ev::text FROM ev \
                 UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace \
                 UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc \
                 WHERE pronamespace = 'public'::regnamespace \
                 UNION ALL SELECT definition FROM pg_rules WHERE schemaname = 'public'"
            }
            _ => {
                "SELECT coalesce(v, 'null') AS value FROM log \
                 UNION ALL SELECT CONCAT_WS('|', start, begin, end) FROM ev \
                 UNION ALL SELECT table_name FROM information_schema.tables \
                 WHERE table_schema = DATABASE() \
                 UNION ALL SELECT action_statement FROM information_schema.triggers \
                 WHERE trigger_schema = DATABASE() \
                 UNION ALL SELECT routine_definition FROM information_schema.routines \
                 WHERE routine_schema = DATABASE()"
            }
        };
        let rows: Vec<Row> = diesel::sql_query(left).load(self.database.connection())?;
        // MariaDB cuts semicolons and space off the end of all that is sent, even off a comment there.
        let is_cut = |c: char| c == ';' || c.is_ascii_whitespace() || c == '\x0b';
        let cut = |it: Row| it.value.trim_end_matches(is_cut).to_owned();
        let mut left: Vec<_> = rows.into_iter().map(cut).collect();
        left.sort(); // The order of rows without ORDER BY is nobody's.
        Ok(left)
    }
}

impl Engine for Server {
    fn dialect(&self) -> Dialect {
        self.database.dialect()
    }

    fn send_whole(&mut self, text: &str) -> Outcome {
        self.begin();
        let done = self.database.connection().batch_execute(text);
        self.end(done)
    }

    fn send_each(&mut self, statements: &[&str]) -> Outcome {
        self.begin();
        let connection = self.database.connection();
        // Prepared, which neither of them does with more than one statement.
        let done = statements
            .iter()
            .try_for_each(|it| diesel::sql_query(*it).execute(connection).map(drop));
        self.end(done)
    }
}
