//! Rounds in which the sides take turns, and what they add up to.

use super::callgrind::instructions;
use super::sides::{AllSides, SIDES, Side};
use super::task::{TASKS, Task};

const ROUNDS: usize = 15;

/// What a task takes, for each of [`SIDES`].
pub(crate) struct Measured {
    pub(crate) task: &'static Task,
    /// Milliseconds of the limit.
    pub(crate) limit: f64,
    /// Multiples of the limit in the same round: the quartiles.
    pub(crate) times: [Option<[f64; 3]>; 4],
    /// Instructions of a run.
    pub(crate) instructions: [Option<u64>; 4],
    pub(crate) statements: usize,
}

/// Each task by each side: rounds of all tasks, so that what slows the machine slows all alike.
pub(crate) fn compare() -> Vec<Measured> {
    let mut sides = AllSides::open();
    let mut rounds = TASKS.each_ref().map(|_| Vec::new());
    // The first round warms up.
    for round in 0..=ROUNDS {
        for (task, rounds) in TASKS.iter().zip(&mut rounds) {
            let times = times(&mut sides, task, round);
            rounds.extend((round > 0).then_some(times));
        }
    }
    let measured = |(task, rounds): (&'static Task, &Vec<_>)| measured(&mut sides, task, rounds);
    TASKS.iter().zip(&rounds).map(measured).collect()
}

/// The nanoseconds of one round.
fn times(sides: &mut AllSides, task: &Task, round: usize) -> [Option<f64>; 4] {
    let mut times = [None; 4];
    let mut checksums = Vec::new();
    for turn in 0..SIDES.len() {
        let place = (turn + round) % SIDES.len();
        if SIDES[place].does(task) {
            let (time, checksum) = sides.run(task, SIDES[place]);
            times[place] = Some(time);
            checksums.push(checksum);
        }
    }
    checksums.dedup();
    assert_eq!(checksums.len(), 1, "{}: all sides read the same", task.name);
    times
}

fn measured(sides: &mut AllSides, task: &'static Task, rounds: &[[Option<f64>; 4]]) -> Measured {
    let limit = |round: &[Option<f64>; 4]| round[0].expect("the limit does everything");
    let multiples = |place: usize| {
        let multiples = rounds.iter().filter_map(|round| Some(round[place]? / limit(round)));
        let multiples = sorted(multiples);
        let quartile = |number: usize| multiples[multiples.len() * number / 4];
        (!multiples.is_empty()).then(|| [quartile(1), quartile(2), quartile(3)])
    };
    let count = |side: Side| side.does(task).then(|| instructions(task, side));
    Measured {
        task,
        limit: sorted(rounds.iter().map(limit))[rounds.len() / 2] / 1e6,
        times: [0, 1, 2, 3].map(multiples),
        instructions: SIDES.map(count),
        statements: sides.statements(task),
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}
