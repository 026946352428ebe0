//! Instructions, which no other program disturbs.

use super::data;
use super::sides::{Side, limit};
use super::task::Task;
use std::env::current_exe;
use std::process::Command;

/// The instructions of a run, as callgrind counts them.
pub(crate) fn instructions(task: &Task, side: Side) -> u64 {
    // A run of a long task is exact enough, and takes long.
    let runs = if task.runs > 1 { 5 } else { 1 };
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command.arg("--toggle-collect=*counted*");
    match side.is_outside() {
        true => command.arg(limit()).arg(data::file(task.stored).expect("the rows")),
        false => command.arg(current_exe().expect("this program")),
    };
    let output = command.args([task.name, side.name(), &runs.to_string()]).output();
    let output = output.expect("valgrind to be installed");
    collected(&String::from_utf8_lossy(&output.stderr)) / runs
}

fn collected(report: &str) -> u64 {
    let counted = report.lines().find_map(|line| line.split("Collected :").nth(1));
    counted.and_then(|number| number.trim().parse().ok()).unwrap_or_else(|| panic!("{report}"))
}
