//! A project in a folder of its own, with a database of its own.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use conjoin_migrate::{Database, DatabaseUrl, Dialect};
use diesel::prelude::*;
use tempfile::TempDir;

pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) url: String,
}

impl World {
    /// A project on SQLite, whose file is not there yet.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("migrations")).unwrap();
        std::fs::write(folder.path().join("Cargo.toml"), "").unwrap();
        let url = folder.path().join("app.db").display().to_string();
        Self { folder, url }
    }

    /// A project on a database of its own on the server in that variable.
    fn on_server(variable: &str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let server = std::env::var(variable)
            .unwrap_or_else(|_| panic!("{variable} is not set: run scripts/with-servers"));
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("conjoin_cli_{}_{number}", std::process::id());
        let (base, _) = server.rsplit_once('/').unwrap();
        let mut world = Self::sqlite();
        world.url = format!("{base}/{name}");
        Database::create(&world.database_url()).unwrap();
        world
    }

    pub(crate) fn postgres() -> Self {
        Self::on_server("PG_DATABASE_URL")
    }

    pub(crate) fn mysql() -> Self {
        Self::on_server("MYSQL_DATABASE_URL")
    }

    /// A project on each server that is compiled in.
    pub(crate) fn servers() -> impl Iterator<Item = Self> {
        let postgres = cfg!(feature = "postgres").then(Self::postgres);
        let mysql = cfg!(feature = "mysql").then(Self::mysql);
        postgres.into_iter().chain(mysql)
    }

    /// A project on each database that is compiled in.
    pub(crate) fn each() -> impl Iterator<Item = Self> {
        std::iter::once(Self::sqlite()).chain(Self::servers())
    }

    pub(crate) fn database_url(&self) -> DatabaseUrl {
        self.url.parse().unwrap()
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.database_url().dialect()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// A migration; an empty `down` makes no file.
    pub(crate) fn migration(&self, name: &str, up: &str, down: &str) {
        self.write(&format!("migrations/{name}/up.sql"), up);
        if !down.is_empty() {
            self.write(&format!("migrations/{name}/down.sql"), down);
        }
    }

    pub(crate) fn outside_transaction(&self, name: &str) {
        self.write(&format!("migrations/{name}/metadata.toml"), "run_in_transaction = false\n");
    }

    /// Three tables, `a`, `b` and `c`.
    pub(crate) fn three(&self) {
        for (number, table) in ["a", "b", "c"].iter().enumerate() {
            let up = format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY NOT NULL);");
            self.migration(
                &format!("{}_{table}", number + 1),
                &up,
                &format!("DROP TABLE {table};"),
            );
        }
    }

    pub(crate) fn command(&self, program: &str, arguments: &str) -> Command {
        let mut command = Command::new(program);
        for variable in ["DIESEL_CONFIG_FILE", "MIGRATION_DIRECTORY", "CONJOIN_LOCK_TIMEOUT"] {
            command.env_remove(variable);
        }
        command.args(arguments.split_whitespace()).env("DATABASE_URL", &self.url);
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// Runs `conjoin` with these arguments.
    #[track_caller]
    pub(crate) fn conjoin(&self, arguments: &str) -> Ran {
        self.command(CONJOIN, arguments).output().unwrap().into()
    }

    /// Runs `diesel`, where it is installed.
    pub(crate) fn diesel(&self, arguments: &str) -> Option<Ran> {
        let program = diesel_cli()?;
        Some(self.command(&program, arguments).output().unwrap().into())
    }

    pub(crate) fn connect(&self) -> Database {
        Database::connect(&self.database_url()).unwrap()
    }

    /// The column `value` of a query.
    #[track_caller]
    pub(crate) fn values(&self, sql: &str) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            value: String,
        }
        let rows: Vec<Row> = diesel::sql_query(sql).load(self.connect().connection()).unwrap();
        rows.into_iter().map(|it| it.value).collect()
    }

    #[track_caller]
    pub(crate) fn execute(&self, sql: &str) {
        diesel::connection::SimpleConnection::batch_execute(self.connect().connection(), sql)
            .unwrap();
    }

    /// The versions in Diesel's table.
    pub(crate) fn applied(&self) -> Vec<String> {
        self.values("SELECT version AS value FROM __diesel_schema_migrations ORDER BY version")
    }

    /// The same, also where there is no database or no table yet.
    pub(crate) fn applied_or_none(&self) -> Vec<String> {
        let is_there = self.dialect() != Dialect::Sqlite || self.path("app.db").exists();
        let used = is_there && self.has_table("__diesel_schema_migrations");
        if used { self.applied() } else { Vec::new() }
    }

    pub(crate) fn has_table(&self, name: &str) -> bool {
        let sql = match self.dialect() {
            Dialect::Sqlite => {
                format!("SELECT name AS value FROM sqlite_master WHERE name = '{name}'")
            }
            Dialect::Postgres => {
                format!("SELECT 'x' AS value WHERE to_regclass('{name}') IS NOT NULL")
            }
            Dialect::Mysql => format!(
                "SELECT 'x' AS value FROM information_schema.tables \
                 WHERE table_schema = DATABASE() AND table_name = '{name}'"
            ),
        };
        !self.values(&sql).is_empty()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if self.dialect() != Dialect::Sqlite {
            let _ = Database::drop(&self.database_url());
        }
    }
}

pub(crate) const CONJOIN: &str = env!("CARGO_BIN_EXE_conjoin");

/// The path of `diesel`: `DIESEL_CLI`, or what `PATH` has.
pub(crate) fn diesel_cli() -> Option<String> {
    let program = std::env::var("DIESEL_CLI").unwrap_or_else(|_| "diesel".to_owned());
    let found = Command::new(&program).arg("--version").output().is_ok();
    if !found {
        eprintln!("skipped: diesel_cli is not installed");
    }
    found.then_some(program)
}

/// All rounds, or a few of them.
pub(crate) fn rounds(all: usize, few: usize) -> usize {
    if std::env::var_os("CONJOIN_ALL_ROUNDS").is_some() { all } else { few }
}

/// Compares a text with the file of this name. `CONJOIN_UPDATE=1` writes the file anew: what changed
/// is to be read as a screen is.
#[track_caller]
pub(crate) fn golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("CONJOIN_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap_or_default(), "{}", path.display());
}

/// What a command said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        self.exits(0)
    }

    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    /// stderr holds these texts.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.err.contains(text), "{text:?} is not in:\n{}", self.err);
        }
        self
    }

    /// Whether diesel_cli was built with it.
    pub(crate) fn has_the_database(&self) -> bool {
        let is_built_in = !self.err.contains("feature but it's not enabled");
        if !is_built_in {
            eprintln!("skipped: diesel_cli was built without this database");
        }
        is_built_in
    }

    #[track_caller]
    pub(crate) fn prints(self, out: &str) -> Self {
        assert_eq!(self.out, out, "{}", self.err);
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|it| panic!("{it}: {}{}", self.out, self.err))
    }
}
