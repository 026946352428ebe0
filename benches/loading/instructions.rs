//! Instructions, which no other program disturbs.

use super::sides::{Database, Side};
use super::tasks::{TASKS, Task};
use std::process::Command;

/// Millions for each task and side that can be counted, over SQLite: a server's are not.
pub(crate) fn print_table() {
    let sides = || Database::Sqlite.sides().iter().filter(|side| side.is_countable());
    println!("| task | {}", sides().map(|side| format!("{} |", side.title)).collect::<String>());
    println!("|---|{}", sides().map(|_| "---|").collect::<String>());
    for task in &TASKS {
        let rows = Database::Sqlite.create(task.stored);
        let count = |side| match instructions(side, &rows, task) {
            Some(count) => format!(" {:.3} |", count as f64 / 1e6),
            None => " fails |".to_owned(),
        };
        println!("| {} {} |{}", task.name, task.what, sides().map(count).collect::<String>());
    }
}

/// The instructions of a run over SQLite, as callgrind counts them, unless it fails.
pub(crate) fn instructions(side: &Side, rows: &str, task: &Task) -> Option<u64> {
    // A run of a long task is exact enough, and takes long.
    let runs = if task.runs > 1 { 5 } else { 1 };
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command.arg("--toggle-collect=*counted*").args(side.words(rows));
    let output = command.args([task.name, &runs.to_string()]).output().expect("valgrind");
    let report = String::from_utf8_lossy(&output.stderr);
    output.status.success().then(|| collected(&report) / runs)
}

fn collected(report: &str) -> u64 {
    let counted = report.lines().find_map(|line| line.split("Collected :").nth(1));
    counted.and_then(|number| number.trim().parse().ok()).unwrap_or_else(|| panic!("{report}"))
}
