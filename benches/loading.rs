//! Loading with conjoin against Diesel by hand, the limit, which is the C API, and other mappers.
//!
//!     scripts/bench
//!
//! builds what it needs, prints tables and draws charts, in half an hour. A time is load plus drop,
//! warm; SQLite is in memory, servers on this machine. The sides are processes that take turns, and the
//! ratio is taken within a round, so that a noisy machine disturbs all alike. Instructions are counted by
//! callgrind, for which nothing is noise. Checksums of all that was read have to agree.
//!
//! To add a side, write a program that speaks as `side/protocol.rs` says, and name it in `sides.rs`.

#![allow(clippy::duplicate_mod, reason = "the tasks are compiled for each type of connection")]

mod loading {
    pub(crate) mod chart;
    pub(crate) mod compare;
    pub(crate) mod growth;
    pub(crate) mod guard;
    pub(crate) mod instructions;
    pub(crate) mod side;
    pub(crate) mod sides;
    pub(crate) mod table;
    pub(crate) mod tasks;
}

use loading::sides::{DATABASES, Database};
use loading::{chart, compare, growth, guard, instructions, side, table};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Cargo adds a `--bench` of its own.
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match &args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["tasks", file, names @ ..] => tasks(file, &databases(names)),
        ["instructions", names @ ..] => {
            databases(names).into_iter().for_each(instructions::print_table);
        }
        ["growth", file, names @ ..] => growths(file, &databases(names)),
        ["guard"] => return if guard::guard() { ExitCode::SUCCESS } else { ExitCode::FAILURE },
        ["side", side, rows, arguments @ ..] => side::run(side, rows, arguments),
        _ => {
            panic!(
                "usage: loading tasks|growth CHART [DATABASE…] | instructions [DATABASE…] | guard | side SIDE ROWS"
            )
        }
    }
    ExitCode::SUCCESS
}

/// Those of some names, or all.
fn databases(names: &[&str]) -> Vec<Database> {
    let chosen = |database: &Database| names.is_empty() || names.contains(&database.name());
    DATABASES.iter().copied().filter(chosen).collect()
}

/// The tasks over each database.
fn tasks(file: &str, databases: &[Database]) {
    let mut measured = Vec::new();
    for &database in databases {
        let of_database = compare::compare(database);
        println!("{}", table::tables(database, &of_database));
        measured.push((database, of_database));
        std::fs::write(file, chart::of_tasks(&measured)).expect("the chart to be written");
    }
}

/// More and more rows.
fn growths(file: &str, databases: &[Database]) {
    let mut growths = Vec::new();
    for &database in databases {
        for growth in growth::growth(database) {
            println!("{}", growth::table(&growth));
            growths.push(growth);
        }
        std::fs::write(file, chart::of_growth(&growths)).expect("the chart to be written");
    }
}
