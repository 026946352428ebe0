//! Conditions on related rows, as a database filters by them and as they are in memory.

use super::models::{Cell, Item, Place, Tag, cells, items, tags};
use super::rows::{Key, Rows};
use crate::suite::conn::Conn;
use conjoin::{key, prelude::*};
use diesel::dsl::not;
use diesel::prelude::*;

/// A condition: the rows for which the database finds it true, and those for which it is.
pub(super) type Condition = (&'static str, fn(&mut Conn) -> Vec<String>, fn(&Rows) -> Vec<String>);

/// The keys of the rows of a table that satisfy a condition.
macro_rules! keys {
    (cells, $conn:expr, $condition:expr) => {{
        let query = cells::table.filter($condition).order((cells::a, cells::b));
        let rows = query.select((cells::a, cells::b)).load::<(i32, String)>($conn.diesel());
        rows.unwrap().into_iter().map(|(a, b)| format!("{a}{b}")).collect()
    }};
    ($table:ident, $conn:expr, $condition:expr) => {{
        let query = $table::table.filter($condition).order($table::id).select($table::id);
        query.load::<i32>($conn.diesel()).unwrap().iter().map(i32::to_string).collect()
    }};
}

/// Those of cells, tags and items.
pub(super) fn conditions() -> Vec<Condition> {
    macro_rules! conditions {
        ($($table:ident: $condition:expr => $expected:expr;)*) => {
            vec![$((
                stringify!($condition),
                |conn| keys!($table, conn, $condition),
                |rows| rows.$table($expected),
            )),*]
        };
    }
    conditions! {
        cells: Cell::tags.any(tags::id.gt(2)) => |rows, cell| some(rows.tags_of(cell), |id| Some(id > 2));
        cells: Cell::tags.none(tags::id.gt(2)) => |rows, cell| !some(rows.tags_of(cell), |id| Some(id > 2));
        cells: Cell::tags.all(tags::id.gt(2)) => |rows, cell| all(rows.tags_of(cell), |id| Some(id > 2));
        cells: Cell::tags.contains(&Tag { id: 1 }) => |rows, cell| rows.are_linked(cell, 1);
        cells: Cell::tags.contains(key(1)).correlated() => |rows, cell| rows.are_linked(cell, 1);
        cells: not(Cell::tags.contains(key(2))) => |rows, cell| !rows.are_linked(cell, 2);
        cells: Cell::light_tags.contains(key(1)) => |rows, cell| rows.tags_up_to(cell, 3).contains(&1);
        cells: Cell::tags.any(tags::id.gt(2)).uncorrelated() => |rows, cell| some(rows.tags_of(cell), |id| Some(id > 2));
        cells: Cell::tags.all(tags::id.gt(2)).uncorrelated() => |rows, cell| all(rows.tags_of(cell), |id| Some(id > 2));
        cells: Cell::previous.none(cells::code.gt(2)).uncorrelated() => |rows, cell| {
            !some(rows.previous_of(cell), |it| over(rows, it, 2))
        };
        cells: not(Cell::next.has(cells::code.gt(1)).uncorrelated()) => |rows, cell| {
            !some(rows.next_of(cell), |it| over(rows, it, 1))
        };
        cells: Cell::tags.exists() => |rows, cell| !rows.tags_of(cell).is_empty();
        cells: not(Cell::after_next.exists()) => |rows, cell| rows.next_of(cell).and_then(|it| rows.next_of(it)).is_none();
        cells: Cell::tags.filter(tags::id.gt(1)).all(tags::id.gt(2)) => |rows, cell| !rows.tags_of(cell).contains(&2);
        cells: Cell::light_tags.any(tags::id.gt(1)) => |rows, cell| some(rows.tags_up_to(cell, 3), |id| Some(id > 1));
        cells: Cell::previous.any(cells::code.gt(2)) => |rows, cell| some(rows.previous_of(cell), |it| over(rows, it, 2));
        cells: Cell::previous.none(cells::code.gt(2)) => |rows, cell| !some(rows.previous_of(cell), |it| over(rows, it, 2));
        cells: Cell::previous.all(cells::code.gt(2)) => |rows, cell| all(rows.previous_of(cell), |it| over(rows, it, 2));
        cells: not(Cell::previous.all(cells::code.gt(2))) => |rows, cell| !all(rows.previous_of(cell), |it| over(rows, it, 2));
        cells: Cell::next.has(cells::code.gt(1)) => |rows, cell| some(rows.next_of(cell), |it| over(rows, it, 1));
        cells: not(Cell::next.has(cells::code.gt(1))) => |rows, cell| !some(rows.next_of(cell), |it| over(rows, it, 1));
        cells: Place::previous.any(cells::code.gt(2)) => |rows, cell| some(rows.previous_of(cell), |it| over(rows, it, 2));
        cells: not(Place::next.has(cells::code.gt(1))) => |rows, cell| !some(rows.next_of(cell), |it| over(rows, it, 1));
        cells: Cell::after_next.has(cells::a.eq(1)) => |rows, cell| {
            some(rows.next_of(cell).and_then(|it| rows.next_of(it)), |it| Some(it.0 == 1))
        };
        cells: Cell::tags_before.any(tags::id.eq(1)) => |rows, cell| {
            some(rows.previous_of(cell), |it| Some(rows.tags_of(it).contains(&1)))
        };
        cells: Cell::previous.any(Cell::tags.any(tags::id.eq(1))) => |rows, cell| {
            some(rows.previous_of(cell), |it| Some(rows.tags_of(it).contains(&1)))
        };
        cells: Cell::previous.any(Cell::next.has(cells::code.gt(2))) => |rows, cell| {
            some(rows.previous_of(cell), |it| Some(some(rows.next_of(it), |it| over(rows, it, 2))))
        };
        cells: Cell::tags.any(tags::id.eq(1)).or(Cell::previous.any(cells::a.eq(0))) => |rows, cell| {
            rows.tags_of(cell).contains(&1) || some(rows.previous_of(cell), |it| Some(it.0 == 0))
        };
        cells: Cell::next.is(one_x()) => |rows, cell| next_is(rows, cell) == Some(true);
        cells: Cell::next.is_not(one_x()) => |rows, cell| next_is(rows, cell) == Some(false);
        cells: Cell::next.is_distinct_from(one_x()) => |rows, cell| next_is(rows, cell) != Some(true);
        tags: Tag::cells.all(cells::code.gt(1)) => |rows, tag| all(rows.cells_of(tag), |it| over(rows, it, 1));
        tags: Tag::items.any(items::id.gt(2)) => |rows, tag| {
            some(rows.items.iter(), |(id, item)| Some((item.0, item.1) == (1, tag) && *id > 2))
        };
        tags: Tag::targets.none(Tag::targets.any(tags::id.eq(1))) => |rows, tag| {
            !some(rows.targets_of(tag), |it| Some(rows.targets_of(it).contains(&1)))
        };
        items: Item::pinned.has(tags::id.lt(4)) => |rows, item| {
            let owner = rows.items[&item].1;
            owner != 2 && owner < 4 && rows.tags.contains(&owner)
        };
        items: not(Item::coded.has(cells::a.lt(2))) => |rows, item| {
            let code = rows.items[&item].2;
            !some(rows.cells.iter(), |(key, cell)| Some(code.is_some() && cell.2 == code && key.0 < 2))
        };
    }
}

fn one_x() -> Cell {
    Cell { a: 1, b: "x".to_owned(), next_a: None, next_b: None, code: None }
}

/// Whether the next cell is 1x, as SQL compares: unknown where a column is `NULL` that decides.
fn next_is(rows: &Rows, cell: Key) -> Option<bool> {
    let (a, b, _) = rows.cells[&cell];
    match (a.map(|a| a == 1), b.map(|b| b == "x")) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// Whether the code of a cell is greater, which is unknown where it is `NULL`.
fn over(rows: &Rows, cell: Key, code: i32) -> Option<bool> {
    rows.cells[&cell].2.map(|it| it > code)
}

fn some<T>(rows: impl IntoIterator<Item = T>, predicate: impl Fn(T) -> Option<bool>) -> bool {
    rows.into_iter().any(|row| predicate(row) == Some(true))
}

fn all<T>(rows: impl IntoIterator<Item = T>, predicate: impl Fn(T) -> Option<bool>) -> bool {
    rows.into_iter().all(|row| predicate(row) == Some(true))
}

impl Rows {
    fn cells(&self, condition: impl Fn(&Rows, Key) -> bool) -> Vec<String> {
        let cells = self.cells.keys().filter(|&&cell| condition(self, cell));
        cells.map(|(a, b)| format!("{a}{b}")).collect()
    }

    fn tags(&self, condition: impl Fn(&Rows, i32) -> bool) -> Vec<String> {
        self.tags.iter().filter(|&&tag| condition(self, tag)).map(i32::to_string).collect()
    }

    fn items(&self, condition: impl Fn(&Rows, i32) -> bool) -> Vec<String> {
        self.items.keys().filter(|&&item| condition(self, item)).map(i32::to_string).collect()
    }
}
