//! What the tasks are done with, and the time that each takes.

use super::data::{self, Stored};
use super::task::{Task, mean};
use conjoin::testing::record;
use diesel::prelude::*;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Limit,
    Rusqlite,
    ByHand,
    Conjoin,
}

pub(crate) const SIDES: [Side; 4] = [Side::Limit, Side::Rusqlite, Side::ByHand, Side::Conjoin];

impl Side {
    /// As the programs know it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Side::Limit => "limit",
            Side::Rusqlite => "rusqlite",
            Side::ByHand => "diesel",
            Side::Conjoin => "conjoin",
        }
    }

    /// Whether `benches/limit` does it.
    pub(crate) fn is_outside(self) -> bool {
        matches!(self, Side::Limit | Side::Rusqlite)
    }

    pub(crate) fn does(self, task: &Task) -> bool {
        self != Side::ByHand || task.by_hand.is_some()
    }
}

/// The program of `benches/limit`.
pub(crate) fn limit() -> PathBuf {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/limit/release/limit");
    assert!(program.exists(), "scripts/bench builds {}", program.display());
    program
}

/// The rows as they are stored, over each library.
struct Libraries {
    stored: Stored,
    conn: SqliteConnection,
    outside: Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Libraries {
    fn open(stored: Stored) -> Self {
        let conn = data::database(stored).expect("the rows");
        let mut outside = Command::new(limit())
            .arg(data::file(stored).expect("the rows"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the limit to start");
        let answers = BufReader::new(outside.stdout.take().expect("its output"));
        Libraries { stored, conn, outside, answers }
    }

    fn ask(&mut self, task: &Task, side: Side) -> (f64, u64) {
        let input = self.outside.stdin.as_mut().expect("its input");
        writeln!(input, "{} {} {}", task.name, side.name(), task.runs).expect("to be read");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("an answer");
        let (time, checksum) = answer.trim().split_once(' ').expect("a time and a checksum");
        (time.parse().expect("nanoseconds"), checksum.parse().expect("a number"))
    }
}

impl Drop for Libraries {
    fn drop(&mut self) {
        // At the end of its input it ends.
        drop(self.outside.stdin.take());
        let _ = self.outside.wait();
    }
}

pub(crate) struct AllSides([Libraries; 2]);

impl AllSides {
    pub(crate) fn open() -> Self {
        AllSides([Stored::Mixed, Stored::ByAuthor].map(Libraries::open))
    }

    fn over(&mut self, stored: Stored) -> &mut Libraries {
        self.0.iter_mut().find(|libraries| libraries.stored == stored).expect("either")
    }

    /// The nanoseconds of a run, and its checksum.
    pub(crate) fn run(&mut self, task: &Task, side: Side) -> (f64, u64) {
        let libraries = self.over(task.stored);
        if side.is_outside() {
            return libraries.ask(task, side);
        }
        let run = if side == Side::Conjoin { Some(task.by_conjoin) } else { task.by_hand };
        let run = run.expect("a side that does it");
        let (time, checksum) = mean(run, task.runs, &mut libraries.conn).expect("rows");
        (time.as_nanos() as f64, checksum)
    }

    /// How many statements conjoin sends.
    pub(crate) fn statements(&mut self, task: &Task) -> usize {
        let conn = &mut self.over(task.stored).conn;
        let (_, statements) = record(conn, |conn| (task.by_conjoin)(conn));
        statements.sent.len()
    }
}
