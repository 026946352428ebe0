//! Aggregates of related rows, as a database computes them, for a query and where they are loaded, and as
//! they are in memory.

use super::loaded::BY_KEY;
use super::models::{Cell, Item, Place, Tag, cells, items, tags};
use super::rows::{Key, Rows};
use crate::suite::conn::Conn;
use conjoin::prelude::*;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// An aggregate: what the database says of each row, and what is so.
pub(super) type Aggregate = (&'static str, fn(&mut Conn) -> Found, fn(&Rows) -> Found);

/// One number for each row, in the order of their keys.
type Found = Vec<Option<i64>>;

/// Those of cells and tags.
pub(super) fn aggregates() -> Vec<Aggregate> {
    macro_rules! aggregates {
        ($($table:ident $number:ty: $aggregate:expr => $expected:expr;)*) => {
            vec![$((
                stringify!($aggregate),
                |conn| {
                    let numbers = $table::table
                        .order(aggregates!(@key $table))
                        .select($aggregate)
                        .load::<$number>(conn.diesel());
                    numbers.unwrap().into_iter().map(|number| number.number()).collect()
                },
                |rows| aggregates!(@rows $table, rows).map(|key| $expected(rows, key).number()).collect(),
            )),*]
        };
        (@key cells) => { (cells::a, cells::b) };
        (@key $table:ident) => { $table::id };
        (@rows cells, $rows:ident) => { $rows.cells.keys().copied() };
        (@rows tags, $rows:ident) => { $rows.tags.iter().copied() };
    }
    aggregates! {
        cells i64: Cell::tags.count() => |rows: &Rows, cell| len(rows.tags_of(cell));
        cells i64: Cell::light_tags.count() => |rows: &Rows, cell| len(rows.tags_up_to(cell, 3));
        cells i64: Cell::previous.count() => |rows: &Rows, cell| len(rows.previous_of(cell));
        cells i64: Place::previous.count() => |rows: &Rows, cell| len(rows.previous_of(cell));
        cells i64: Cell::tags.sum(tags::id) => |rows: &Rows, cell| sum(rows.tags_of(cell));
        cells i64: Cell::light_tags.sum(tags::id) => |rows: &Rows, cell| sum(rows.tags_up_to(cell, 3));
        cells Option<i32>: Cell::tags.min(tags::id) => |rows: &Rows, cell| rows.tags_of(cell).into_iter().min();
        cells Option<i32>: Cell::tags.max(tags::id) => |rows: &Rows, cell| rows.tags_of(cell).into_iter().max();
        cells i64: Cell::previous.sum(cells::code) => |rows: &Rows, cell| {
            sum(rows.previous_of(cell).into_iter().filter_map(|it| rows.cells[&it].2))
        };
        cells Option<i32>: Cell::previous.max(cells::code) => |rows: &Rows, cell| {
            rows.previous_of(cell).into_iter().filter_map(|it| rows.cells[&it].2).max()
        };
        cells i64: Cell::previous.filter(cells::code.gt(2)).or_filter(cells::a.eq(1)).count() => |rows: &Rows, cell| {
            let previous = rows.previous_of(cell).into_iter();
            len(previous.filter(|it| it.0 == 1 || rows.cells[it].2.is_some_and(|code| code > 2)))
        };
        cells i64: Cell::previous.filter(Cell::tags.count().gt(0)).count() => |rows: &Rows, cell| {
            len(rows.previous_of(cell).into_iter().filter(|&it| !rows.tags_of(it).is_empty()))
        };
        cells i64: Cell::previous.filter(Cell::previous.count().gt(0)).count() => |rows: &Rows, cell| {
            len(rows.previous_of(cell).into_iter().filter(|&it| !rows.previous_of(it).is_empty()))
        };
        cells i64: Cell::tags_before.count() => |rows: &Rows, cell| {
            len(distinct(rows.previous_of(cell).into_iter().flat_map(|it| rows.tags_of(it))))
        };
        cells i64: Cell::neighbours.sum(cells::a) => |rows: &Rows, cell| {
            let neighbours = rows.tags_of(cell).into_iter().flat_map(|it| rows.cells_of(it));
            sum(distinct(neighbours).into_iter().map(|it| it.0))
        };
        tags i64: Tag::targets.count() => |rows: &Rows, tag| len(rows.targets_of(tag));
        tags i64: Tag::targets.sum(tags::id) => |rows: &Rows, tag| sum(rows.targets_of(tag));
        tags i64: Tag::targets.filter(tags::id.gt(1)).filter(tags::id.lt(4)).count() => |rows: &Rows, tag| {
            len(rows.targets_of(tag).into_iter().filter(|&it| it > 1 && it < 4))
        };
        tags Option<i32>: Tag::cells.max(cells::code + 1) => |rows: &Rows, tag| {
            rows.cells_of(tag).into_iter().filter_map(|it| rows.cells[&it].2).max().map(|it| it + 1)
        };
        tags i64: Tag::items.count() => |rows: &Rows, tag| {
            len(rows.items.values().filter(|item| (item.0, item.1) == (1, tag)))
        };
    }
}

/// The same as they are loaded with the rows.
pub(super) fn loaded() -> Vec<Aggregate> {
    macro_rules! loaded {
        ($($table:ident by $order:expr, $plan:expr, $it:ident => $read:expr, $expected:expr;)*) => {
            vec![$((
                stringify!($plan),
                |conn| {
                    let graph = $table::table.order($order).with($plan).load(conn).unwrap();
                    graph.iter().map(|$it| $read.number()).collect()
                },
                |rows| loaded!(@rows $table, rows).map(|key| $expected(rows, key).number()).collect(),
            )),*]
        };
        (@rows cells, $rows:ident) => { $rows.cells.keys().copied() };
        (@rows tags, $rows:ident) => { $rows.tags.iter().copied() };
        (@rows items, $rows:ident) => { $rows.items.values().copied() };
    }
    loaded! {
        cells by BY_KEY, Cell::tags.count(), it => it.count(Cell::tags),
            |rows: &Rows, cell| len(rows.tags_of(cell));
        cells by BY_KEY, Cell::light_tags.count(), it => it.count(Cell::light_tags),
            |rows: &Rows, cell| len(rows.tags_up_to(cell, 3));
        cells by BY_KEY, Cell::previous.count(), it => it.count(Cell::previous),
            |rows: &Rows, cell| len(rows.previous_of(cell));
        cells by BY_KEY, Place::previous.count(), it => it.count(Place::previous),
            |rows: &Rows, cell| len(rows.previous_of(cell));
        cells by BY_KEY, Place::next.exists(), it => it.exists(Place::next),
            |rows: &Rows, cell| rows.next_of(cell).is_some();
        cells by BY_KEY, Cell::next.filter(cells::a.gt(1)).exists(), it => it.exists(Cell::next),
            |rows: &Rows, cell| rows.next_of(cell).is_some_and(|it| it.0 > 1);
        cells by BY_KEY, Cell::after_next.exists(), it => it.exists(Cell::after_next),
            |rows: &Rows, cell| rows.next_of(cell).and_then(|it| rows.next_of(it)).is_some();
        cells by BY_KEY, Cell::tags.exists(), it => it.exists(Cell::tags),
            |rows: &Rows, cell| !rows.tags_of(cell).is_empty();
        cells by BY_KEY, Cell::light_tags.sum(tags::id), it => it.sum(Cell::light_tags, tags::id),
            |rows: &Rows, cell| sum(rows.tags_up_to(cell, 3));
        cells by BY_KEY, Cell::previous.sum(cells::code), it => it.sum(Cell::previous, cells::code),
            |rows: &Rows, cell| sum(codes(rows, rows.previous_of(cell)));
        cells by BY_KEY, Cell::previous.avg(cells::code), it => it.avg(Cell::previous, cells::code),
            |rows: &Rows, cell| avg(codes(rows, rows.previous_of(cell)));
        cells by BY_KEY, Cell::previous.filter(cells::code.gt(2)).or_filter(cells::a.eq(1)).count(),
            it => it.count(Cell::previous), |rows: &Rows, cell| {
                let previous = rows.previous_of(cell).into_iter();
                len(previous.filter(|it| it.0 == 1 || rows.cells[it].2.is_some_and(|code| code > 2)))
            };
        cells by BY_KEY, Cell::previous.filter(Cell::tags.count().gt(0)).count(),
            it => it.count(Cell::previous), |rows: &Rows, cell| {
                len(rows.previous_of(cell).into_iter().filter(|&it| !rows.tags_of(it).is_empty()))
            };
        cells by BY_KEY, Cell::tags_before.count(), it => it.count(Cell::tags_before),
            |rows: &Rows, cell| {
                len(distinct(rows.previous_of(cell).into_iter().flat_map(|it| rows.tags_of(it))))
            };
        cells by BY_KEY, Cell::neighbours.count(), it => it.count(Cell::neighbours),
            |rows: &Rows, cell| len(neighbours(rows, cell));
        cells by BY_KEY, Cell::neighbours.sum(cells::a), it => it.sum(Cell::neighbours, cells::a),
            |rows: &Rows, cell| sum(neighbours(rows, cell).into_iter().map(|it| it.0));
        cells by BY_KEY, Cell::neighbours.avg(cells::code), it => it.avg(Cell::neighbours, cells::code),
            |rows: &Rows, cell| avg(codes(rows, neighbours(rows, cell)));
        tags by tags::id, Tag::targets.count(), it => it.count(Tag::targets),
            |rows: &Rows, tag| len(rows.targets_of(tag));
        tags by tags::id, Tag::cells.count(), it => it.count(Tag::cells),
            |rows: &Rows, tag| len(rows.cells_of(tag));
        tags by tags::id, Tag::cells.sum(cells::code), it => it.sum(Tag::cells, cells::code),
            |rows: &Rows, tag| sum(codes(rows, rows.cells_of(tag)));
        tags by tags::id, Tag::items.count(), it => it.count(Tag::items),
            |rows: &Rows, tag| {
                len(rows.items.values().filter(|item| (item.0, item.1) == (1, tag)))
            };
        items by items::id, Item::coded.exists(), it => it.exists(Item::coded),
            |rows: &Rows, item: (i32, i32, Option<i32>)| {
                item.2.is_some_and(|code| rows.cells.values().any(|cell| cell.2 == Some(code)))
            };
        items by items::id, Item::pinned.exists(), it => it.exists(Item::pinned),
            |rows: &Rows, item: (i32, i32, Option<i32>)| item.1 != 2 && rows.tags.contains(&item.1);
    }
}

/// A result, of whatever type.
trait Number {
    fn number(self) -> Option<i64>;
}

impl Number for i64 {
    fn number(self) -> Option<i64> {
        Some(self)
    }
}

impl Number for Option<i32> {
    fn number(self) -> Option<i64> {
        self.map(i64::from)
    }
}

impl Number for bool {
    fn number(self) -> Option<i64> {
        Some(i64::from(self))
    }
}

/// To six places.
impl Number for Option<f64> {
    fn number(self) -> Option<i64> {
        self.map(|number| (number * 1e6).round() as i64)
    }
}

fn codes(rows: &Rows, cells: impl IntoIterator<Item = Key>) -> Vec<i32> {
    cells.into_iter().filter_map(|it| rows.cells[&it].2).collect()
}

fn neighbours(rows: &Rows, cell: Key) -> BTreeSet<Key> {
    distinct(rows.tags_of(cell).into_iter().flat_map(|it| rows.cells_of(it)))
}

fn avg(numbers: Vec<i32>) -> Option<f64> {
    let count = numbers.len() as f64;
    (count > 0.).then(|| sum(numbers) as f64 / count)
}

fn len<T>(rows: impl IntoIterator<Item = T>) -> i64 {
    rows.into_iter().count() as i64
}

fn sum(numbers: impl IntoIterator<Item = i32>) -> i64 {
    numbers.into_iter().map(i64::from).sum()
}

/// Without repeats.
fn distinct<T: Ord>(rows: impl Iterator<Item = T>) -> BTreeSet<T> {
    rows.collect()
}
