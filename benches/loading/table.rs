//! Tables, in Markdown.

use super::compare::{Cost, Measured};
use super::sides::Database;
use std::fmt::Write;

/// What each task takes each side: time, statements, memory.
pub(crate) fn tables(database: Database, measured: &[Measured]) -> String {
    let first = database.sides()[0].title;
    let times = |cost: &Cost, place: usize| match cost.multiples {
        Some([low, median, high]) if place > 0 => format!("{median:.2} ({low:.2}–{high:.2})"),
        _ => format!("{:.3} ms", cost.milliseconds),
    };
    let mut tables = format!("\n# {}\n", database.name());
    let mut add = |what: &str, cell: &dyn Fn(&Cost, usize) -> String| {
        let _ = write!(tables, "\n{what}:\n\n{}", table(database, measured, cell));
    };
    add(&format!("Time, multiples of {first} in the same round, median (quartiles)"), &times);
    add("Statements", &|cost, _| cost.statements.to_string());
    add("Most memory above start, MiB", &|cost, _| format!("{:.1}", cost.megabytes));
    tables
}

fn table(
    database: Database,
    measured: &[Measured],
    cell: &dyn Fn(&Cost, usize) -> String,
) -> String {
    let titles = database.sides().iter().map(|side| side.title).collect::<Vec<_>>();
    let lines = "---|".repeat(titles.len());
    let mut table = format!("| task | {} |\n|---|{lines}\n", titles.join(" | "));
    for Measured { task, costs } in measured {
        let _ = write!(table, "| {} {} |", task.name, task.what);
        for (place, cost) in costs.iter().enumerate() {
            let cell = cost.as_ref().map_or("fails".to_owned(), |cost| cell(cost, place));
            let _ = write!(table, " {cell} |");
        }
        table.push('\n');
    }
    table
}
