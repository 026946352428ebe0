//! The first rows of each parent, and those after some: of every kind of relation.

use super::Found;
use super::expected as all;
use super::loaded::{BY_KEY, names, relation};
use super::models::{Cell, Place, Tag, cell_tags, cells, items, tags};
use super::rows::{Key, Rows};
use crate::suite::conn::Conn;
use conjoin::prelude::*;
use diesel::prelude::*;

/// How many rows of each parent, and how many of the first to leave out.
pub(super) type Slice = (i64, i64);

/// A relation, as it is loaded in part, and in full as it should be.
pub(super) type Sliced = (&'static str, fn(&mut Conn, Slice) -> Found, fn(&Rows) -> Found);

/// Rows and offset of what every parent has.
pub(super) fn of(found: Found, (rows, offset): Slice) -> Found {
    let slice = |targets: Vec<String>| {
        targets.into_iter().skip(offset as usize).take(rows as usize).collect()
    };
    Ok(found?.into_iter().map(slice).collect())
}

pub(super) fn relations() -> Vec<Sliced> {
    macro_rules! relations {
        ($($table:ident by $order:expr, $plan:expr, $read:expr => $expected:expr;)*) => {
            vec![$((
                stringify!($plan),
                |conn, (rows, offset)| {
                    let plan = $plan.per_parent(rows).offset(offset);
                    let query = $table::table.order($order).with(plan);
                    let graph = query.load(conn).map_err(relation)?;
                    Ok(graph.iter().map($read).collect())
                },
                $expected,
            )),*]
        };
    }
    relations! {
        cells by BY_KEY, Cell::previous, |it| names(it.previous()) => all::previous;
        cells by BY_KEY, Place::previous, |it| names(it.previous()) => all::previous;
        cells by BY_KEY, Cell::previous.order_by(cells::b.desc()), |it| names(it.previous()) => by_letter;
        cells by BY_KEY, Cell::previous.filter(cells::a.gt(1)).or_filter(cells::a.eq(0)).order_by(cells::a),
            |it| names(it.previous()) => not_of_one;
        cells by BY_KEY, Cell::tags, |it| names(it.tags()) => all::tags;
        cells by BY_KEY, Cell::tags.order_by(tags::id.desc()), |it| names(it.tags()) => backwards;
        cells by BY_KEY, Cell::light_tags, |it| names(it.light_tags()) => all::light_tags;
        cells by BY_KEY, Cell::light_tags.order_by(cell_tags::weight.desc()),
            |it| names(it.light_tags()) => by_weight;
        tags by tags::id, Tag::cells, |it| names(it.cells()) => all::cells;
        tags by tags::id, Tag::items, |it| it.items().map(|item| item.id.to_string()).collect() => all::items;
        tags by tags::id, Tag::items.order_by(items::owner_kind).then_order_by(items::id.desc()),
            |it| it.items().map(|item| item.id.to_string()).collect() => all::items;
        cells by BY_KEY, Cell::neighbours, |it| names(it.neighbours()) => all::neighbours;
        cells by BY_KEY, Cell::tags_before, |it| names(it.tags_before()) => all::tags_before;
        cells by BY_KEY, Cell::tags_near, |it| names(it.tags_near()) => all::tags_near;
    }
}

fn of_each(rows: &Rows, targets: impl Fn(Key) -> Vec<String>) -> Found {
    Ok(rows.cells.keys().copied().map(targets).collect())
}

fn sorted<K: Ord>(mut cells: Vec<Key>, key: impl Fn(&Key) -> K) -> Vec<String> {
    cells.sort_by_key(key);
    cells.iter().map(|(a, b)| format!("{a}{b}")).collect()
}

fn by_letter(rows: &Rows) -> Found {
    of_each(rows, |cell| sorted(rows.previous_of(cell), |it| (std::cmp::Reverse(it.1), it.0)))
}

fn not_of_one(rows: &Rows) -> Found {
    of_each(rows, |cell| {
        let previous = rows.previous_of(cell).into_iter().filter(|it| it.0 != 1);
        sorted(previous.collect(), |it| *it)
    })
}

fn backwards(rows: &Rows) -> Found {
    of_each(rows, |cell| rows.tags_of(cell).iter().rev().map(i32::to_string).collect())
}

/// A tag that is there twice is where the heavier of its pairs is.
fn by_weight(rows: &Rows) -> Found {
    of_each(rows, |cell| {
        let pairs = rows.cell_tags.iter().filter(|it| (it.0, it.1) == (Some(cell.0), Some(cell.1)));
        let tags = rows.tags_up_to(cell, 3);
        let weight = |tag: &i32| {
            pairs.clone().filter(|it| it.2 == Some(*tag) && it.3 < 3).map(|it| it.3).max()
        };
        let mut tags: Vec<(i32, i32)> =
            tags.iter().map(|tag| (-weight(tag).unwrap(), *tag)).collect();
        tags.sort();
        tags.iter().map(|tag| tag.1.to_string()).collect()
    })
}
