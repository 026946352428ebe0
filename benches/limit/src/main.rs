//! limit DATABASE: the tasks over SQLite's C API ("limit") and over rusqlite.
//!
//! Each line of the input names a task, a side and a number of runs; each line of the output is the
//! mean nanoseconds of a run, and the checksum. With the same three as further arguments, it only
//! runs them, for callgrind.

mod c_api;
mod over_rusqlite;
mod source;
mod tasks;

use source::Source;
use std::io;
use std::time::{Duration, Instant};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let sides = (c_api::Connection::open(&args[0]), over_rusqlite::open(&args[0]));
    let answer = |words: &[&str]| {
        let runs = words[2].parse().expect("a number of runs");
        let (time, checksum) = match words[1] {
            "limit" => run(&sides.0, words[0], runs),
            _ => run(&sides.1, words[0], runs),
        };
        println!("{} {checksum}", time.as_nanos());
    };
    let words: Vec<&str> = args[1..].iter().map(String::as_str).collect();
    if !words.is_empty() {
        return answer(&words);
    }
    for line in io::stdin().lines() {
        let line = line.expect("a line");
        answer(&line.split(' ').collect::<Vec<_>>());
    }
}

/// The mean of some runs, after one that warms up.
fn run(source: &impl Source, task: &str, runs: u32) -> (Duration, u64) {
    let task = task.split('-').next().unwrap_or(task);
    let (_, checksum) = tasks::run(source, task);
    (counted(source, task, runs) / runs, checksum)
}

/// What callgrind counts.
#[inline(never)]
fn counted(source: &impl Source, task: &str, runs: u32) -> Duration {
    (0..runs).map(|_| tasks::run(source, task).0).sum()
}

/// Loads and drops, which is timed, and reads in between.
fn timed<T>(load: impl FnOnce() -> T, checksum: impl FnOnce(&T) -> u64) -> (Duration, u64) {
    let start = Instant::now();
    let loaded = load();
    let loading = start.elapsed();
    let checksum = checksum(&loaded);
    let start = Instant::now();
    drop(loaded);
    (loading + start.elapsed(), checksum)
}
