//! The least instructions that conjoin has taken for each task. More by 3 % is a mistake, or a decision:
//! who makes it writes the new number here, as who finds a faster way does.

use super::instructions::instructions;
use super::sides::{CONJOIN, Database};
use super::tasks::{TASKS, Task};

const BEST: &str = include_str!("best.txt");

/// Prints what each task takes; whether none takes too much.
pub(crate) fn guard() -> bool {
    let best = BEST.lines().map(|line| {
        let (name, best) = line.split_once(' ').expect("a task and a number");
        let task = TASKS.iter().find(|task| task.name == name).expect("a task");
        (task, best.trim().parse::<u64>().expect("a number"))
    });
    let (tasks, best): (Vec<&Task>, Vec<_>) = best.unzip();
    let mut good = true;
    let counts = instructions(Database::Sqlite, &CONJOIN, &tasks);
    for ((task, best), now) in tasks.iter().zip(best).zip(counts) {
        let (name, now) = (task.name, now.expect("to be done"));
        let verdict = if now > best + best * 3 / 100 { "too many" } else { "ok" };
        println!("{name}: {now} instructions, the best were {best}: {verdict}");
        good &= verdict == "ok";
    }
    good
}
