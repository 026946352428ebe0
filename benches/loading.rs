//! Loading with conjoin against Diesel by hand, rusqlite and the limit, which is SQLite's C API.
//!
//!     scripts/bench
//!
//! builds what it needs, prints the table and draws the chart, in some forty minutes. A time is load plus
//! drop, warm, on SQLite in memory; the sides take turns, and the ratio to the limit is taken within a
//! round, so that a noisy machine disturbs all alike. Instructions are counted by callgrind, for which
//! nothing is noise. Checksums of all that was read have to agree.
//!
//! With a task, a side and a number of runs it only does that: `T1 conjoin 5`, in nanoseconds.

mod loading {
    pub(crate) mod by_conjoin;
    pub(crate) mod by_hand;
    pub(crate) mod callgrind;
    pub(crate) mod compare;
    pub(crate) mod data;
    pub(crate) mod guard;
    pub(crate) mod report;
    pub(crate) mod sides;
    pub(crate) mod task;
}

use loading::report::{chart, table};
use loading::task::{TASKS, mean};
use loading::{compare, data, guard};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Cargo adds a `--bench` of its own.
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match &args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["chart", file] => {
            let measured = compare::compare();
            println!("{}", table(&measured));
            std::fs::write(file, chart(&measured)).expect("the chart to be written");
        }
        ["guard"] => return if guard::guard() { ExitCode::SUCCESS } else { ExitCode::FAILURE },
        [task, side, runs] => run(task, side, runs.parse().expect("a number of runs")),
        _ => panic!("usage: loading chart FILE | guard | TASK conjoin|diesel RUNS"),
    }
    ExitCode::SUCCESS
}

fn run(task: &str, side: &str, runs: u32) {
    let task = TASKS.iter().find(|known| known.name == task).expect("a task");
    let run = if side == "conjoin" { Some(task.by_conjoin) } else { task.by_hand };
    let conn = &mut data::database(task.stored).expect("the rows");
    let (time, sum) = mean(run.expect("a side that does it"), runs, conn).expect("rows");
    println!("{} {sum}", time.as_nanos());
}
