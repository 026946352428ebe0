//! What a row costs while rows grow in number.

use super::compare::{median, turns};
use super::side::data::Stored;
use super::sides::{Database, Process, Side};
use std::fmt::Write;

const ROUNDS: usize = 5;

/// Microseconds for each row, parents and children, of 10 to the power of the position and `from`.
pub(crate) struct Growth {
    pub(crate) database: Database,
    pub(crate) what: &'static str,
    pub(crate) from: u32,
    /// For each side.
    pub(crate) points: Vec<(&'static Side, Vec<Option<f64>>)>,
}

/// 10² to 10⁶ parents with a child each, and 1 to 10⁵ children of one parent.
pub(crate) fn growth(database: Database) -> [Growth; 2] {
    let rows = database.create(Stored::Growing);
    let sides = || database.sides().iter().filter(|side| side.is_countable());
    let mut processes: Vec<_> = sides().map(|side| Process::start(side, &rows)).collect();
    [("parents", 2, 6), ("children", 0, 5)].map(|(what, from, to)| {
        let mut points: Vec<_> = sides().map(|side| (side, Vec::new())).collect();
        for exponent in from..=to {
            let number = 10_f64.powi(exponent as i32);
            let rows = if what == "parents" { 2.0 * number } else { 1.0 + number };
            let times = milliseconds(&format!("{what}-{exponent}"), rows, &mut processes);
            for ((_, points), time) in points.iter_mut().zip(times) {
                points.push(time.map(|time| time * 1e3 / rows));
            }
        }
        Growth { database, what, from, points }
    })
}

fn milliseconds(task: &str, rows: f64, processes: &mut [Process]) -> Vec<Option<f64>> {
    // So many runs that a round takes a while.
    let runs = (2e4 / rows).clamp(1.0, 500.0) as u32;
    let rounds = (0..=ROUNDS).map(|round| turns(task, runs, processes, round)).collect::<Vec<_>>();
    (0..processes.len()).map(|place| median(&rounds[1..], place)).collect()
}

pub(crate) fn table(growth: &Growth) -> String {
    let Growth { database, what, from, points } = growth;
    let mut table = format!("\n{}, microseconds for each row\n\n| {what} |", database.name());
    let numbers = *from..*from + points[0].1.len() as u32;
    let heads: String = numbers.clone().map(|exponent| format!(" 10^{exponent} |")).collect();
    let _ = writeln!(table, "{heads}\n|---|{}", "---|".repeat(numbers.len()));
    for (side, points) in points {
        let cell =
            |point: &Option<f64>| point.map_or("fails |".into(), |time| format!("{time:.2} |"));
        let _ =
            writeln!(table, "| {} | {}", side.title, points.iter().map(cell).collect::<String>());
    }
    table
}
