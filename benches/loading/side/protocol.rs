//! How a side is asked, in every program that is one; and what all of them read.
//!
//! `PROGRAM SIDE DATABASE` connects, prints `ready`, and reads lines. `T1 5` does the task five times, and is answered with the
//! nanoseconds of the fastest and a checksum; `T1 statements` with the number of statements that the task sends; a task
//! that cannot be done with `fails` and the reason. `PROGRAM SIDE DATABASE TASK RUNS` only does that task,
//! after one run that warms up: for callgrind.

use std::time::{Duration, Instant};

/// The tasks with many users read the first so many.
pub(crate) const USERS_READ: i32 = 1_000;

/// A page reads the first so many.
pub(crate) const USERS_OF_PAGE: i32 = 20;

/// The joins read the first so many.
pub(crate) const USERS_JOINED: i32 = 100;

/// A user with 8 posts.
pub(crate) const ONE_USER: i32 = 2_000;

/// Where rows grow in number: so many users, each with one post.
pub(crate) const MOST_PARENTS: i32 = 1_000_000;

/// What follows the `-` of `parents-4` and `children-4`, of which there are 10⁴.
pub(crate) fn parents(exponent: &str) -> i32 {
    10_i32.pow(exponent.parse().expect("an exponent"))
}

/// The user with 10⁴ posts.
pub(crate) fn user_with_children(exponent: &str) -> i32 {
    MOST_PARENTS + 1 + exponent.parse::<i32>().expect("an exponent")
}

/// The time that load and drop took, and a checksum of all that was read.
pub(crate) type Timed<E> = Result<(Duration, u64), E>;

/// A way to do the tasks, over a connection.
pub(crate) trait Side {
    fn run(&mut self, task: &str) -> Timed<String>;
    /// How many statements a run sends.
    fn statements(&mut self, task: &str) -> usize;
}

/// Loads, reads and drops; reading is not timed.
pub(crate) fn timed<T, E>(
    load: impl FnOnce() -> Result<T, E>,
    checksum: impl FnOnce(&T) -> u64,
) -> Timed<E> {
    let start = Instant::now();
    let loaded = load()?;
    let loading = start.elapsed();
    let checksum = checksum(&loaded);
    let start = Instant::now();
    drop(loaded);
    Ok((loading + start.elapsed(), checksum))
}

/// Does what the lines of the input ask for, or the arguments.
pub(crate) fn serve(side: &mut impl Side, arguments: &[&str]) {
    if let [task, runs] = arguments {
        side.run(task).expect("to be done");
        return answer(counted(side, task, runs));
    }
    println!("ready");
    for line in std::io::stdin().lines() {
        let line = line.expect("a line");
        match line.split_once(' ').expect("a task, and what of it") {
            (task, "statements") => println!("{}", side.statements(task)),
            (task, runs) => answer(counted(side, task, runs)),
        }
    }
}

/// The fastest of some runs, which other programs have disturbed least; what callgrind counts.
#[inline(never)]
fn counted(side: &mut impl Side, task: &str, runs: &str) -> Timed<String> {
    let runs: u32 = runs.parse().expect("a number of runs");
    let mut fastest = (Duration::MAX, 0);
    for _ in 0..runs {
        fastest = side.run(task)?.min(fastest);
    }
    Ok(fastest)
}

fn answer(done: Timed<String>) {
    match done {
        Ok((time, checksum)) => println!("{} {checksum}", time.as_nanos()),
        Err(reason) => println!("fails {}", reason.replace('\n', " ")),
    }
}
