//! Rows in aligned columns.

use super::{Ink, Paint};

/// Rows under headings.
pub(crate) struct Table<const N: usize> {
    heads: [&'static str; N],
    rows: Vec<[Shown; N]>,
}

/// A value as a table shows it; columns of numbers are aligned to the right.
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) is_number: bool,
}

/// What can stand in a table.
pub(crate) trait Cell {
    fn shown(&self) -> Shown;
}

impl<const N: usize> Table<N> {
    pub(crate) fn new(heads: [&'static str; N]) -> Self {
        Table { heads, rows: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: [&dyn Cell; N]) {
        self.rows.push(cells.map(Cell::shown));
    }

    pub(super) fn lines(&self, width: usize, paint: Paint) -> Vec<String> {
        let widths = self.widths(width);
        let numeric: [bool; N] = std::array::from_fn(|column| self.is_numeric(column));
        let line = |ink: Option<Ink>, cells: [&str; N]| {
            let mut line = String::new();
            for (column, cell) in cells.into_iter().enumerate() {
                let cell = fit(cell, widths[column]);
                let space = " ".repeat(widths[column] - cell.chars().count());
                let cell = if let Some(ink) = ink { paint.with(ink, cell) } else { cell };
                let (before, after) = if numeric[column] { (&*space, "") } else { ("", &*space) };
                line.extend([before, &cell, after, "  "]);
            }
            line
        };
        let rules = widths.map(|width| "─".repeat(width));
        let head = line(Some(Ink::Strong), self.heads);
        let rule = line(Some(Ink::Faint), rules.each_ref().map(String::as_str));
        let rows = self.rows.iter().map(|row| line(None, row.each_ref().map(|cell| &*cell.text)));
        [head, rule].into_iter().chain(rows).collect()
    }

    /// As wide as the widest cell; the widest column yields where the table would be too wide.
    fn widths(&self, width: usize) -> [usize; N] {
        let mut widths: [usize; N] = std::array::from_fn(|column| {
            let cells = self.rows.iter().map(|row| row[column].text.chars().count());
            cells.chain([self.heads[column].chars().count()]).max().unwrap_or(0)
        });
        let total = widths.iter().sum::<usize>() + 2 * (N - 1);
        if let Some(widest) = widths.iter_mut().max() {
            *widest = widest.saturating_sub(total.saturating_sub(width)).max(1);
        }
        widths
    }

    fn is_numeric(&self, column: usize) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row[column].is_number)
    }
}

/// The text, cut with `…` where it is longer than `width`.
fn fit(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}

macro_rules! cells {
    ($is_number:literal: $($cell:ty),*) => {
        $(
            impl Cell for $cell {
                fn shown(&self) -> Shown {
                    Shown { text: self.to_string(), is_number: $is_number }
                }
            }
        )*
    };
}

cells! { true: i32, i64, usize }
cells! { false: str, String }

impl<T: Cell + ?Sized> Cell for &T {
    fn shown(&self) -> Shown {
        T::shown(self)
    }
}

impl<T: Cell> Cell for Option<T> {
    fn shown(&self) -> Shown {
        let null = || Shown { text: "NULL".to_owned(), is_number: false };
        self.as_ref().map_or_else(null, Cell::shown)
    }
}
