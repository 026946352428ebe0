//! What the tasks are done with: a program for each side, and the rows it reads.

use super::side::data::Stored;
#[cfg(feature = "mysql")]
use super::side::mysql;
#[cfg(feature = "postgres")]
use super::side::postgres;
use super::side::sqlite;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres,
    #[cfg(feature = "mysql")]
    Mysql,
}

pub(crate) const DATABASES: &[Database] = &[
    Database::Sqlite,
    #[cfg(feature = "postgres")]
    Database::Postgres,
    #[cfg(feature = "mysql")]
    Database::Mysql,
];

impl Database {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Database::Sqlite => "SQLite",
            #[cfg(feature = "postgres")]
            Database::Postgres => "PostgreSQL",
            #[cfg(feature = "mysql")]
            Database::Mysql => "MariaDB",
        }
    }

    /// Where the rows are, which are made if they have to be.
    pub(crate) fn create(self, stored: Stored) -> String {
        let created = match self {
            Database::Sqlite => sqlite::create(stored),
            #[cfg(feature = "postgres")]
            Database::Postgres => postgres::create(stored),
            #[cfg(feature = "mysql")]
            Database::Mysql => mysql::create(stored),
        };
        created.expect("the rows")
    }

    /// What is compared with what; the first is what the others are multiples of.
    pub(crate) fn sides(self) -> &'static [Side] {
        match self {
            Database::Sqlite => &[LIMIT, RUSQLITE, DIESEL, CONJOIN, SEAORM, SQLALCHEMY],
            #[cfg(feature = "postgres")]
            Database::Postgres => &[LIBPQ, DIESEL, CONJOIN, SEAORM, SQLALCHEMY],
            #[cfg(feature = "mysql")]
            Database::Mysql => &[DIESEL, CONJOIN],
        }
    }
}

pub(crate) struct Side {
    /// As its program knows it.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// The words that start its program.
    program: &'static [&'static str],
}

const LIMIT_PROGRAM: &[&str] = &["target/limit/release/limit"];
const LIMIT: Side = Side { name: "limit", title: "C API", program: LIMIT_PROGRAM };
#[cfg(feature = "postgres")]
const LIBPQ: Side = Side { name: "limit", title: "libpq", program: LIMIT_PROGRAM };
const RUSQLITE: Side = Side { name: "rusqlite", title: "rusqlite", program: LIMIT_PROGRAM };
const DIESEL: Side = Side { name: "diesel", title: "Diesel by hand", program: &[] };
pub(crate) const CONJOIN: Side = Side { name: "conjoin", title: "conjoin", program: &[] };
const SEAORM: Side =
    Side { name: "seaorm", title: "SeaORM", program: &["target/peers/release/peers"] };
const SQLALCHEMY: Side = Side {
    name: "sqlalchemy",
    title: "SQLAlchemy",
    program: &["target/sqlalchemy/bin/python", "benches/peers/over_sqlalchemy.py"],
};

impl Side {
    /// Whether callgrind can count it: a program of one thread.
    pub(crate) fn is_countable(&self) -> bool {
        !matches!(self.name, "seaorm" | "sqlalchemy")
    }

    /// The words that start its program over some rows; without a program of its own it is this one.
    pub(crate) fn words(&self, rows: &str) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut words: Vec<_> = self.program.iter().map(|word| root.join(word)).collect();
        let this = || std::env::current_exe().expect("this program");
        let own = if words.is_empty() { &["side"][..] } else { &[] };
        if words.is_empty() {
            words.push(this());
        }
        assert!(words[0].exists(), "scripts/bench builds {}", words[0].display());
        let words = words.iter().map(|word| word.to_str().expect("UTF-8"));
        words.chain(own.iter().copied()).chain([self.name, rows]).map(str::to_owned).collect()
    }
}

/// The nanoseconds of a run, and a checksum; or why it fails.
pub(crate) type Answer = Result<(f64, u64), String>;

/// A side at work.
pub(crate) struct Process {
    pub(crate) title: &'static str,
    /// What is many times slower: it takes part in few rounds, with few runs.
    pub(crate) is_slow: bool,
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Process {
    pub(crate) fn start(side: &'static Side, rows: &str) -> Self {
        let words = side.words(rows);
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a program that starts");
        let answers = BufReader::new(child.stdout.take().expect("its output"));
        let is_slow = !side.is_countable();
        let mut process = Process { title: side.title, is_slow, child, answers };
        assert_eq!(process.answer(), "ready", "{words:?}");
        process
    }

    fn ask(&mut self, task: &str, what: &str) -> String {
        let input = self.child.stdin.as_mut().expect("its input");
        writeln!(input, "{task} {what}").expect("to be read");
        self.answer()
    }

    fn answer(&mut self) -> String {
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("an answer");
        answer.trim().to_owned()
    }

    pub(crate) fn run(&mut self, task: &str, runs: u32) -> Answer {
        let answer = self.ask(task, &runs.to_string());
        let (time, checksum) = answer.split_once(' ').expect("an answer of two words");
        match time {
            "fails" => Err(checksum.to_owned()),
            time => Ok((time.parse().expect("nanoseconds"), checksum.parse().expect("a number"))),
        }
    }

    pub(crate) fn statements(&mut self, task: &str) -> usize {
        self.ask(task, "statements").parse().expect("a number of statements")
    }

    /// Begins to measure the most memory it has used, and returns what it uses now.
    pub(crate) fn reset_peak(&self) -> u64 {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").expect("Linux");
        self.kilobytes("VmRSS:")
    }

    /// What `/proc` says of its memory.
    pub(crate) fn kilobytes(&self, line: &str) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).expect("Linux");
        let value = status.lines().find_map(|found| found.strip_prefix(line)).expect("that line");
        value.trim().trim_end_matches(" kB").parse().expect("a number")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // At the end of its input it ends.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
