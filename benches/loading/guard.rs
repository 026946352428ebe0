//! The least instructions that conjoin has taken for each task. More by 3 % is a mistake, or a decision:
//! who makes it writes the new number here, as who finds a faster way does.

use super::instructions::instructions;
use super::sides::{CONJOIN, Database};
use super::tasks::TASKS;

const BEST: &str = include_str!("best.txt");

/// Prints what each task takes; whether none takes too much.
pub(crate) fn guard() -> bool {
    let mut good = true;
    for line in BEST.lines() {
        let (name, best) = line.split_once(' ').expect("a task and a number");
        let task = TASKS.iter().find(|task| task.name == name).expect("a task");
        let best: u64 = best.trim().parse().expect("a number");
        let rows = Database::Sqlite.create(task.stored);
        let now = instructions(&CONJOIN, &rows, task).expect("to be done");
        let verdict = if now > best + best * 3 / 100 { "too many" } else { "ok" };
        println!("{name}: {now} instructions, the best were {best}: {verdict}");
        good &= verdict == "ok";
    }
    good
}
