//! Loading with conjoin against the best code one writes by hand with Diesel's associations.
//!
//!     cargo bench
//!
//! prints wall times. A timing is load plus drop, warm, on SQLite in memory; the sides take turns
//! and the ratio is taken within a round, so that a noisy machine disturbs both alike.
//!
//! Wall times of a few per cent need a quiet machine; instructions do not. To count those, run one
//! side of one task a number of times and take the difference between two numbers:
//!
//!     cargo bench --no-run
//!     valgrind --tool=callgrind target/release/deps/loading-… T1 conjoin 5
//!     valgrind --tool=callgrind target/release/deps/loading-… T1 conjoin 25
//!
//! Instructions a run are (second − first) / 20. The other side is `T1 diesel`.

mod loading {
    pub(crate) mod by_conjoin;
    pub(crate) mod by_hand;
    pub(crate) mod data;
}

use diesel::prelude::*;
use loading::{by_conjoin, by_hand, data};
use std::time::{Duration, Instant};

/// One way to do a task: the time that load and drop took, and a checksum of all that was read.
type Run = fn(&mut SqliteConnection) -> QueryResult<(Duration, u64)>;

struct Task {
    name: &'static str,
    what: &'static str,
    by_hand: Run,
    by_conjoin: Run,
    /// How many runs a round is the mean of.
    runs: u32,
}

const TASKS: [Task; 4] = [
    Task {
        name: "T1",
        what: "1 000 users, their posts",
        by_hand: by_hand::users_with_posts,
        by_conjoin: by_conjoin::users_with_posts,
        runs: 2,
    },
    Task {
        name: "T3",
        what: "1 000 users, posts, tags",
        by_hand: by_hand::users_with_posts_and_tags,
        by_conjoin: by_conjoin::users_with_posts_and_tags,
        runs: 1,
    },
    Task {
        name: "T5",
        what: "one user, 8 posts",
        by_hand: by_hand::one_user_with_posts,
        by_conjoin: by_conjoin::one_user_with_posts,
        runs: 2_000,
    },
    Task {
        name: "T6",
        what: "1 000 users, number of posts",
        by_hand: by_hand::users_with_counts,
        by_conjoin: by_conjoin::users_with_counts,
        runs: 10,
    },
];

const ROUNDS: usize = 25;

fn main() -> QueryResult<()> {
    // Cargo adds a `--bench` of its own.
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let conn = &mut data::database()?;
    match &args[..] {
        [] => compare_all(conn),
        [task, side, runs] => {
            let task = TASKS.iter().find(|known| known.name == task).expect("T1, T3, T5 or T6");
            let run = if side == "conjoin" { task.by_conjoin } else { task.by_hand };
            for _ in 0..runs.parse().expect("a number of runs") {
                run(conn)?;
            }
            Ok(())
        }
        _ => panic!("usage: loading [TASK conjoin|diesel RUNS]"),
    }
}

fn compare_all(conn: &mut SqliteConnection) -> QueryResult<()> {
    // Every task takes part in every round: what slows the machine for a while slows all of them.
    let mut rounds = TASKS.each_ref().map(|_| Vec::with_capacity(ROUNDS));
    for round in 0..=ROUNDS {
        for (task, rounds) in TASKS.iter().zip(&mut rounds) {
            let times = compare(task, round, conn)?;
            // The first round warms up.
            if round > 0 {
                rounds.push(times);
            }
        }
    }
    println!("| task | Diesel by hand | conjoin | conjoin / Diesel | min | max |");
    println!("|---|---|---|---|---|---|");
    for (task, rounds) in TASKS.iter().zip(&rounds) {
        let diesel = sorted(rounds.iter().map(|times| times.0));
        let conjoin = sorted(rounds.iter().map(|times| times.1));
        let ratio = sorted(rounds.iter().map(|times| times.1 / times.0));
        println!(
            "| {} {} | {:.4} ms | {:.4} ms | {:.2} | {:.2} | {:.2} |",
            task.name,
            task.what,
            diesel[ROUNDS / 2],
            conjoin[ROUNDS / 2],
            ratio[ROUNDS / 2],
            ratio[0],
            ratio[ROUNDS - 1],
        );
    }
    Ok(())
}

/// The mean milliseconds of one round, by hand and by conjoin, which take turns in going first.
fn compare(task: &Task, round: usize, conn: &mut SqliteConnection) -> QueryResult<(f64, f64)> {
    let (mut by_hand, mut by_conjoin) = (Duration::ZERO, Duration::ZERO);
    for run in 0..task.runs as usize {
        let (diesel, conjoin) = if (round + run).is_multiple_of(2) {
            let diesel = (task.by_hand)(conn)?;
            (diesel, (task.by_conjoin)(conn)?)
        } else {
            let conjoin = (task.by_conjoin)(conn)?;
            ((task.by_hand)(conn)?, conjoin)
        };
        assert_eq!(diesel.1, conjoin.1, "{}: both sides read the same", task.name);
        by_hand += diesel.0;
        by_conjoin += conjoin.0;
    }
    let mean = |time: Duration| time.as_secs_f64() * 1000.0 / f64::from(task.runs);
    Ok((mean(by_hand), mean(by_conjoin)))
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Loads, reads and drops; reading is not timed.
fn timed<T>(
    load: impl FnOnce() -> QueryResult<T>,
    checksum: impl FnOnce(&T) -> u64,
) -> QueryResult<(Duration, u64)> {
    let start = Instant::now();
    let loaded = load()?;
    let loading = start.elapsed();
    let checksum = checksum(&loaded);
    let start = Instant::now();
    drop(loaded);
    Ok((loading + start.elapsed(), checksum))
}
