//! The table, and the chart.

use super::compare::Measured;
use super::sides::SIDES;
use std::fmt::Write;

/// Multiples of the limit: time with its quartiles, and instructions.
pub(crate) fn table(measured: &[Measured]) -> String {
    let mut table = String::from(
        "| task | limit | rusqlite | Diesel by hand | conjoin | statements |\n|---|---|---|---|---|---|\n",
    );
    for Measured { task, limit, statements, .. } in measured {
        let _ = write!(table, "| {} {} | {limit:.3} ms |", task.name, task.what);
        let row = measured.iter().find(|row| row.task.name == task.name).expect("this one");
        for place in 1..SIDES.len() {
            let _ = write!(table, " {} |", cell(row, place));
        }
        let _ = writeln!(table, " {statements} |");
    }
    table
}

/// `1.04 (1.02–1.09), 1.05`
fn cell(row: &Measured, place: usize) -> String {
    let (Some([low, median, high]), Some(instructions)) = (row.times[place], ratio(row, place))
    else {
        return "fails".to_owned();
    };
    format!("{median:.2} ({low:.2}–{high:.2}), {instructions:.2}")
}

/// Instructions, as a multiple of the limit's.
fn ratio(row: &Measured, place: usize) -> Option<f64> {
    Some(row.instructions[place]? as f64 / row.instructions[0]? as f64)
}

const SCALE: f64 = 160.0;
const LEFT: f64 = 290.0;

/// Instructions as bars; what goes past the end says so in its number.
pub(crate) fn chart(measured: &[Measured]) -> String {
    let height = 40 + measured.len() * 40;
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='860' height='{height}' font-size='12' \
         font-family='sans-serif'>\n<style>text {{ fill: #222 }} .hand {{ fill: #a9a9a9 }} \
         .conjoin {{ fill: #2f6fb5 }} line {{ stroke: #888 }} @media (prefers-color-scheme: dark) \
         {{ text {{ fill: #ddd }} .hand {{ fill: #777 }} .conjoin {{ fill: #62a0e6 }} }}</style>\n\
         <text x='{LEFT}' y='16'>instructions, as multiples of SQLite's C API; \
         grey: Diesel by hand, blue: conjoin</text>\n"
    );
    for (place, row) in measured.iter().enumerate() {
        let top = 30 + place * 40;
        let what = format!("{} {}", row.task.name, row.task.what);
        let _ = writeln!(svg, "<text x='0' y='{}'>{what}</text>", top + 18);
        bar(&mut svg, "hand", top, ratio(row, 2));
        bar(&mut svg, "conjoin", top + 15, ratio(row, 3));
    }
    let end = LEFT + SCALE;
    let _ = writeln!(svg, "<line x1='{end}' x2='{end}' y1='24' y2='{height}' />\n</svg>");
    svg
}

fn bar(svg: &mut String, class: &str, top: usize, ratio: Option<f64>) {
    let width = ratio.unwrap_or(0.0).min(3.0) * SCALE;
    let number = ratio.map_or("fails".to_owned(), |ratio| format!("{ratio:.2}"));
    let _ = writeln!(
        svg,
        "<rect class='{class}' x='{LEFT}' y='{top}' width='{width:.0}' height='13' />\
         <text x='{:.0}' y='{}'>{number}</text>",
        LEFT + width + 5.0,
        top + 11,
    );
}
