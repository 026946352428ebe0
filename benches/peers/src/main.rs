//! The tasks with SeaORM, as its guide teaches: the entity loader, which selects related rows in a statement
//! of their own; the model loader where related rows are ordered; `has_related` for `EXISTS`.

mod entities;
#[expect(dead_code, reason = "how it grows is not measured")]
#[path = "../../loading/side/protocol.rs"]
mod protocol;
mod tasks;

use protocol::{Side, Timed, serve};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use tokio::runtime::{Builder, Runtime};

const TABLES: &str = include_str!("../../../migrations/2026-01-01-000000_create_blog/up.sql");
const COPY: &str = include_str!("../../loading/side/copy.sql");

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ["seaorm", database, arguments @ ..] = &args[..] else {
        panic!("usage: peers seaorm DATABASE [TASK RUNS]");
    };
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut conn = runtime.block_on(connect(database)).expect("a connection");
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = sent.clone();
    conn.set_metric_callback(move |_| {
        counter.fetch_add(1, Relaxed);
    });
    serve(&mut SeaOrm { runtime, conn, sent }, arguments);
}

async fn connect(database: &str) -> Result<DatabaseConnection, DbErr> {
    let of_server = database.starts_with("postgres://");
    let mut options = ConnectOptions::new(if of_server { database } else { "sqlite::memory:" });
    // One connection, and no time spent on a log that nobody reads.
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    let conn = Database::connect(options).await?;
    if !of_server {
        conn.execute_unprepared(TABLES).await?;
        // Without a mode it would be one more database in memory, as the connection's own.
        let file = format!("file:{database}?mode=ro");
        let backend = conn.get_database_backend();
        let attach = Statement::from_sql_and_values(backend, "ATTACH ? AS stored", [file.into()]);
        conn.execute_raw(attach).await?;
        conn.execute_unprepared(COPY).await?;
    }
    Ok(conn)
}

struct SeaOrm {
    runtime: Runtime,
    conn: DatabaseConnection,
    sent: Arc<AtomicUsize>,
}

impl Side for SeaOrm {
    fn run(&mut self, task: &str) -> Timed<String> {
        tasks::run(&self.runtime, &self.conn, task).map_err(|error| error.to_string())
    }

    fn statements(&mut self, task: &str) -> usize {
        let before = self.sent.load(Relaxed);
        self.run(task).expect("rows");
        self.sent.load(Relaxed) - before
    }
}
