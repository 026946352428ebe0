//! Rounds in which the sides take turns, and what they add up to.

use super::side::data::Stored;
use super::sides::{Answer, Database, Process, Side};
use super::tasks::{TASKS, Task};

const ROUNDS: usize = 15;
const ROUNDS_OF_SLOW: usize = 3;

/// What a task takes a side.
pub(crate) struct Cost {
    pub(crate) milliseconds: f64,
    /// Multiples of the first side in the same round: the quartiles. None if the first side fails.
    pub(crate) multiples: Option<[f64; 3]>,
    pub(crate) statements: usize,
    /// The most megabytes at a time, above what the connection takes.
    pub(crate) megabytes: f64,
}

/// What a task takes each side, if it does not fail.
pub(crate) struct Measured {
    pub(crate) task: &'static Task,
    pub(crate) costs: Vec<Option<Cost>>,
}

pub(crate) fn compare(database: Database) -> Vec<Measured> {
    let rows = [Stored::Mixed, Stored::ByAuthor].map(|stored| (stored, database.create(stored)));
    let start = |rows| database.sides().iter().map(|side| Process::start(side, rows)).collect();
    let mut working: [(_, Vec<_>); 2] =
        rows.each_ref().map(|(stored, rows)| (*stored, start(rows)));
    let mut rounds = TASKS.each_ref().map(|_| Vec::new());
    // Rounds of all tasks, so that what slows the machine slows all alike. The first warms up.
    for round in 0..=ROUNDS {
        for (task, rounds) in TASKS.iter().zip(&mut rounds) {
            let processes: &mut Vec<_> = over(task, &mut working);
            let times = turns(task.name, task.runs, processes, round);
            rounds.extend((round > 0).then_some(times));
        }
    }
    let mut measured = Vec::new();
    for (task, rounds) in TASKS.iter().zip(&rounds) {
        let mut rows = rows.clone();
        let (rows, processes) = (over(task, &mut rows), over(task, &mut working));
        let costs = database.sides().iter().zip(processes).enumerate().map(|(place, at_work)| {
            let (side, process) = at_work;
            Some(Cost {
                milliseconds: median(rounds, place)?,
                multiples: multiples(rounds, place),
                statements: process.statements(task.name),
                megabytes: megabytes(side, rows, task.name),
            })
        });
        measured.push(Measured { task, costs: costs.collect() });
    }
    measured
}

/// What belongs to the rows of a task.
fn over<'o, T>(task: &Task, of_rows: &'o mut [(Stored, T); 2]) -> &'o mut T {
    let (_, found) = of_rows.iter_mut().find(|(stored, _)| *stored == task.stored).expect("either");
    found
}

/// The nanoseconds of one round, for each side that does not fail.
pub(crate) fn turns(
    task: &str,
    runs: u32,
    processes: &mut [Process],
    round: usize,
) -> Vec<Option<f64>> {
    let mut times = vec![None; processes.len()];
    let mut checksums = Vec::new();
    for turn in 0..processes.len() {
        let place = (turn + round) % processes.len();
        let process = &mut processes[place];
        if process.is_slow && round > ROUNDS_OF_SLOW {
            continue;
        }
        let runs = if process.is_slow { runs.div_ceil(5) } else { runs };
        match process.run(task, runs) {
            Answer::Ok((time, checksum)) => {
                times[place] = Some(time);
                checksums.push(checksum);
            }
            Answer::Err(reason) if round == 0 => {
                println!("{task} by {} fails: {reason}", process.title)
            }
            Answer::Err(_) => {}
        }
    }
    checksums.dedup();
    assert_eq!(checksums.len(), 1, "{task}: all sides read the same");
    times
}

/// The median in milliseconds.
pub(crate) fn median(rounds: &[Vec<Option<f64>>], place: usize) -> Option<f64> {
    let times = sorted(rounds.iter().filter_map(|round| round[place]));
    Some(times.get(times.len() / 2)? / 1e6)
}

fn multiples(rounds: &[Vec<Option<f64>>], place: usize) -> Option<[f64; 3]> {
    let multiples = sorted(rounds.iter().filter_map(|round| Some(round[place]? / round[0]?)));
    let quartile = |number: usize| multiples.get(multiples.len() * number / 4).copied();
    Some([quartile(1)?, quartile(2)?, quartile(3)?])
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// In a process of its own, that has done nothing before.
fn megabytes(side: &'static Side, rows: &str, task: &str) -> f64 {
    let mut process = Process::start(side, rows);
    let before = process.reset_peak();
    process.run(task, 1).expect("what it did before");
    (process.kilobytes("VmHWM:") - before) as f64 / 1024.0
}
