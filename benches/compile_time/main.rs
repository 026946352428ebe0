//! Guards compile time: `cargo check` of models with relations, against the same on plain Diesel.
//!
//! ```text
//! cargo bench --bench compile_time
//! ```
//!
//! Generates, under `target/`, two crates of 10 and two of 50 models. All have the same tables (one
//! association table per pair of models, all allowed in one query, as `diesel print-schema` writes
//! them) and the same structs with Diesel's `Queryable`, `Selectable`, `Identifiable` and
//! `Associations`; and one function for every second model that loads four levels of rows and reads
//! a field of each, some of the loads with a filter and an order inside.
//!
//! - `conjoin` adds three relations to each model (has_many, belongs_to, many_to_many) and loads
//!   with `.with(…)`.
//! - `plain` adds a struct for each association table and loads by hand: `belonging_to`,
//!   `grouped_by` and `zip` at each level, a `HashMap` of the parents for belongs_to, the pairs of
//!   an `inner_join` for many-to-many.
//!
//! Two crates of 20 models write instead. Both have the same relations; for each model, there are functions
//! that link and unlink rows, create children, delete a row with what is its own, and create rows of
//! three levels with a parent and links. `conjoin` does so through relations, `plain` with Diesel's inserts
//! and deletes, one after the other.
//!
//! The dependencies are built beforehand; the time is that of checking the generated crate alone,
//! without incremental compilation, in seconds of the processor. The two take turns, and the median of
//! the ratios within a round counts, since a machine's speed may change by a quarter from minute to
//! minute; there are more rounds before it is called too slow. Of the crates of 10 models, a check after an
//! edit in a function, with incremental compilation, and a release build are printed too, once each.
//!
//! Under `cargo test --benches` the small crates have to compile, and nothing is measured;
//! `cargo test --bench compile_time -- --bench` measures without an optimized build of the library.

mod comparison;
mod conjoin;
mod measure;
mod plain;
mod world;
mod writes;

use comparison::{Comparison, Task};
use measure::Package;
use std::process::ExitCode;
use std::{env, io};

/// How much longer than plain Diesel a check of the large crate may take.
///
/// Measured: 1.12.
const LOADS: f64 = 1.2;
/// The same for writes, whose declarations both crates have. Measured: 0.95.
const WRITES: f64 = 1.0;
const ROUNDS: usize = 3;
/// Rounds before a ratio over the limit counts.
const MAX_ROUNDS: usize = 9;

fn main() -> ExitCode {
    match guard() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn guard() -> io::Result<()> {
    let small = Comparison::new(Task::Loads, 10, f64::INFINITY);
    let large = Comparison::new(Task::Loads, 50, LOADS);
    let writes = Comparison::new(Task::Writes, 20, WRITES);
    let mut comparisons = [small, large, writes];
    let crates: Vec<_> = comparisons.iter().flat_map(Comparison::crates).collect();
    let package = Package::write(&crates)?;
    // Builds the dependencies too, so this round does not count.
    comparisons[0].check(&package)?;
    if !env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    println!("what    models  rounds   plain, seconds  conjoin, seconds  ratio");
    for comparison in &mut comparisons {
        comparison.run(&package)?;
        println!("{comparison}");
    }
    println!("{}", comparisons[0].others(&package)?);
    comparisons.iter().try_for_each(Comparison::judge)
}
