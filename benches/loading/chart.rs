//! Charts, as SVG: a dot for each side on a logarithmic scale, and lines for growth.

use super::compare::Measured;
use super::growth::Growth;
use super::sides::Database;
use std::fmt::Write;

const STYLE: &str = "text { fill: #1f2328; font: 12px sans-serif } .small { font-size: 10px; fill: #59636e }
.grid { stroke: #d1d9e0 } .one { stroke: #59636e } .bold { font-weight: bold } .end { text-anchor: end }
.limit { fill: #59636e; stroke: #59636e } .rusqlite { fill: #9a6700; stroke: #9a6700 }
.diesel { fill: #cf222e; stroke: #cf222e } .conjoin { fill: #0969da; stroke: #0969da }
.seaorm { fill: #8250df; stroke: #8250df } .sqlalchemy { fill: #1a7f37; stroke: #1a7f37 }
polyline { fill: none !important; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .small { fill: #9198a1 } .grid { stroke: #3d444d } .one { stroke: #9198a1 }
.limit { fill: #9198a1; stroke: #9198a1 } .rusqlite { fill: #d29922; stroke: #d29922 }
.diesel { fill: #ff7b72; stroke: #ff7b72 } .conjoin { fill: #58a6ff; stroke: #58a6ff }
.seaorm { fill: #d2a8ff; stroke: #d2a8ff } .sqlalchemy { fill: #3fb950; stroke: #3fb950 } }";

const WIDTH: f64 = 900.0;

struct Svg(String);

impl Svg {
    fn new(height: f64) -> Self {
        Svg(format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' \
             width='{WIDTH}' height='{height}'>\n<style>{STYLE}</style>\n"
        ))
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let _ = writeln!(self.0, "<text class='{class}' x='{x:.0}' y='{y:.0}'>{text}</text>");
    }

    fn line(&mut self, class: &str, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2]) {
        let _ = writeln!(
            self.0,
            "<line class='{class}' x1='{x1:.1}' y1='{y1:.1}' x2='{x2:.1}' y2='{y2:.1}'/>"
        );
    }

    fn dot(&mut self, class: &str, x: f64, y: f64) {
        let _ = writeln!(self.0, "<circle class='{class}' cx='{x:.1}' cy='{y:.1}' r='4'/>");
    }

    /// The sides with their colours.
    fn legend<'s>(&mut self, y: f64, sides: impl Iterator<Item = (&'s str, &'s str)>) {
        for (place, (name, title)) in sides.enumerate() {
            let x = 10.0 + place as f64 * 120.0;
            self.dot(name, x, y - 4.0);
            self.text("", x + 9.0, y, title);
        }
    }

    fn end(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }
}

/// From a number to a place between two ends.
struct Logarithmic {
    numbers: [f64; 2],
    places: [f64; 2],
}

impl Logarithmic {
    fn place(&self, number: f64) -> f64 {
        let [least, most] = self.numbers;
        let share = (number / least).ln() / (most / least).ln();
        self.places[0] + share.clamp(0.0, 1.0) * (self.places[1] - self.places[0])
    }
}

const LABELS: f64 = 235.0;
const ROW: f64 = 22.0;

/// A row for each task, a column for each database.
pub(crate) fn of_tasks(measured: &[(Database, Vec<Measured>)]) -> String {
    let (first, tasks) = &measured[0];
    let bottom = 70.0 + tasks.len() as f64 * ROW;
    let mut svg = Svg::new(bottom + 45.0);
    for (row, Measured { task, .. }) in tasks.iter().enumerate() {
        svg.text("", 0.0, row_y(row) + 4.0, &format!("{} {}", task.name, task.what));
    }
    let width = (WIDTH - LABELS) / measured.len() as f64;
    for (place, (database, measured)) in measured.iter().enumerate() {
        column(&mut svg, LABELS + place as f64 * width, width, *database, measured);
    }
    svg.legend(bottom + 35.0, first.sides().iter().map(|side| (side.name, side.title)));
    svg.end()
}

fn row_y(row: usize) -> f64 {
    70.0 + row as f64 * ROW
}

fn column(svg: &mut Svg, left: f64, width: f64, database: Database, measured: &[Measured]) {
    let scale = Logarithmic { numbers: [0.4, 100.0], places: [left + 5.0, left + width - 45.0] };
    let sides = database.sides();
    svg.text("bold", left + 5.0, 16.0, database.name());
    let unit = format!("time, multiples of {}", sides[0].title);
    svg.text("small", left + 5.0, 31.0, &unit);
    let bottom = row_y(measured.len()) - 8.0;
    for number in [0.5, 1.0, 2.0, 5.0, 10.0, 50.0] {
        let x = scale.place(number);
        svg.line(if number == 1.0 { "one" } else { "grid" }, [x, 56.0], [x, bottom]);
        svg.text("small", x - 4.0, 50.0, &number.to_string());
    }
    svg.text("small end", left + width - 8.0, 50.0, "conjoin");
    for (row, Measured { costs, .. }) in measured.iter().enumerate() {
        let y = row_y(row);
        // What is measured first lies beneath: conjoin is never hidden.
        let order = (0..sides.len()).filter(|&place| sides[place].name != "conjoin");
        let own = sides.iter().position(|side| side.name == "conjoin").expect("it is measured");
        let median = |place: usize| Some(costs[place].as_ref()?.multiples?[1]);
        for place in order.chain([own]) {
            if let Some(median) = median(place) {
                svg.dot(sides[place].name, scale.place(median), y);
            }
        }
        let number = median(own).map_or("–".to_owned(), |median| format!("{median:.2}"));
        svg.text("end", left + width - 8.0, y + 4.0, &number);
    }
}

const PANEL: f64 = 190.0;

/// A panel for each kind of growth and each database.
pub(crate) fn of_growth(growths: &[Growth]) -> String {
    let mut svg = Svg::new(2.0 * PANEL + 40.0);
    let width = WIDTH / (growths.len() as f64 / 2.0);
    for (place, growth) in growths.iter().enumerate() {
        let left = (place / 2) as f64 * width;
        panel(&mut svg, [left, (place % 2) as f64 * PANEL], width, growth);
    }
    let sides = growths[0].points.iter().map(|(side, _)| (side.name, side.title));
    svg.legend(2.0 * PANEL + 30.0, sides);
    svg.end()
}

fn panel(svg: &mut Svg, [left, top]: [f64; 2], width: f64, growth: &Growth) {
    let count = growth.points[0].1.len();
    let step = (width - 60.0) / (count - 1) as f64;
    let x = |place: usize| left + 35.0 + place as f64 * step;
    let y = Logarithmic { numbers: [0.1, 200.0], places: [top + PANEL - 30.0, top + 30.0] };
    svg.text("bold", left, top + 14.0, growth.database.name());
    let what = format!("µs for each row, by number of {}", growth.what);
    svg.text("small", left + 75.0, top + 14.0, &what);
    for number in [0.1, 1.0, 10.0, 100.0] {
        svg.line("grid", [x(0), y.place(number)], [x(count - 1), y.place(number)]);
        svg.text("small end", left + 28.0, y.place(number) + 4.0, &number.to_string());
    }
    for place in 0..count {
        let number = 10_u32.pow(growth.from + place as u32);
        let number = match number {
            1_000_000 => "1M".to_owned(),
            1_000.. => format!("{}k", number / 1_000),
            _ => number.to_string(),
        };
        svg.text("small", x(place) - 7.0, top + PANEL - 14.0, &number);
    }
    for (side, points) in &growth.points {
        let place = |(place, time): (usize, &Option<f64>)| Some([x(place), y.place((*time)?)]);
        let places: Vec<[f64; 2]> = points.iter().enumerate().filter_map(place).collect();
        let path: String = places.iter().map(|[x, y]| format!("{x:.1},{y:.1} ")).collect();
        let _ = writeln!(svg.0, "<polyline class='{}' points='{path}'/>", side.name);
    }
}
