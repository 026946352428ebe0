//! Joins through relations, as a database finds pairs and as they are in memory.
//!
//! A pair that an association table has twice is joined twice.

use super::models::{Cell, Item, Tag, cells, items, notes, tags};
use super::rows::{Key, Rows};
use crate::suite::conn::Conn;
use conjoin::prelude::*;
use diesel::prelude::*;

/// A join: the pairs that the database finds, and those that there are.
pub(super) type Join = (&'static str, fn(&mut Conn) -> Pairs, fn(&Rows) -> Pairs);

/// Keys of both sides, sorted; nothing where an outer join found nothing.
type Pairs = Vec<(String, Option<i32>)>;

/// Those of each kind of relation, inner and outer.
pub(super) fn joins() -> Vec<Join> {
    macro_rules! joins {
        ($($table:ident $relation:expr, $column:expr => $expected:expr;)*) => {
            vec![$(
                (
                    concat!("join ", stringify!($relation)),
                    |conn| {
                        let query = $table::table.join($relation);
                        joins!(@load conn, query, $table, $column)
                    },
                    |rows| joins!(@expect rows, $table, false, $expected),
                ),
                (
                    concat!("outer_join ", stringify!($relation)),
                    |conn| {
                        let query = $table::table.outer_join($relation);
                        joins!(@load conn, query, $table, $column)
                    },
                    |rows| joins!(@expect rows, $table, true, $expected),
                ),
            )*]
        };
        (@expect $rows:ident, cells, $outer:expr, $expected:expr) => {
            pairs($rows, $rows.cells.keys().copied(), |(a, b)| format!("{a}{b}"), $outer, $expected)
        };
        (@expect $rows:ident, tags, $outer:expr, $expected:expr) => {
            pairs($rows, $rows.tags.iter().copied(), |id| id.to_string(), $outer, $expected)
        };
        (@expect $rows:ident, items, $outer:expr, $expected:expr) => {
            pairs($rows, $rows.items.keys().copied(), |id| id.to_string(), $outer, $expected)
        };
        (@load $conn:ident, $query:ident, cells, $column:expr) => {{
            let query = $query.select((cells::a, cells::b, $column.nullable()));
            let rows: Vec<(i32, String, Option<i32>)> = query.load($conn.diesel()).unwrap();
            sorted(rows.into_iter().map(|(a, b, other)| (format!("{a}{b}"), other)).collect())
        }};
        (@load $conn:ident, $query:ident, $table:ident, $column:expr) => {{
            let query = $query.select(($table::id, $column.nullable()));
            let rows: Vec<(i32, Option<i32>)> = query.load($conn.diesel()).unwrap();
            sorted(rows.into_iter().map(|(id, other)| (id.to_string(), other)).collect())
        }};
    }
    joins! {
        cells Cell::tags, tags::id => |rows, cell| rows.tag_pairs_of(cell, i32::MAX);
        cells Cell::light_tags, tags::id => |rows, cell| rows.tag_pairs_of(cell, 3);
        cells Cell::tags.on(tags::id.gt(2).and(cells::a.lt(3))), tags::id => |rows, cell| {
            rows.tag_pairs_of(cell, i32::MAX).into_iter().filter(|&id| id > 2 && cell.0 < 3).collect()
        };
        cells Cell::note, notes::id => |rows, cell| {
            rows.notes.iter().filter(|(_, key)| **key == cell).map(|(id, _)| *id).collect()
        };
        cells Cell::next.to(OTHER_CELLS), OTHER_CELLS.field(cells::a) => |rows, cell| {
            rows.next_of(cell).iter().map(|it| it.0).collect()
        };
        cells Cell::previous.to(OTHER_CELLS), OTHER_CELLS.field(cells::a) => |rows, cell| {
            rows.previous_of(cell).iter().map(|it| it.0).collect()
        };
        tags Tag::items, items::id => |rows, tag| {
            rows.items.iter().filter(|(_, it)| (it.0, it.1) == (1, tag)).map(|(id, _)| *id).collect()
        };
        tags Tag::targets.to(OTHER_TAGS), OTHER_TAGS.field(tags::id) => |rows, tag| {
            let links = rows.tag_links.iter().filter(|link| link.0 == Some(tag));
            links.filter_map(|link| link.1).filter(|id| rows.tags.contains(id)).collect()
        };
        items Item::coded, cells::a => |rows, item| {
            let code = rows.items[&item].2;
            let coded = rows.cells.iter().filter(|(_, cell)| code.is_some() && cell.2 == code);
            coded.map(|(key, _)| key.0).collect()
        };
        items Item::pinned, tags::id => |rows, item| {
            let owner = rows.items[&item].1;
            rows.tags.iter().copied().filter(|&id| id == owner && id != 2).collect()
        };
    }
}

diesel::alias! {
    const OTHER_CELLS: Alias<OtherCells> = cells as other_cells;
    const OTHER_TAGS: Alias<OtherTags> = tags as other_tags;
}

/// Each row with each of those it is related to.
fn pairs<K: Copy>(
    rows: &Rows,
    keys: impl Iterator<Item = K>,
    name: impl Fn(K) -> String,
    outer: bool,
    related: impl Fn(&Rows, K) -> Vec<i32>,
) -> Pairs {
    let mut pairs = Pairs::new();
    for key in keys {
        let related = related(rows, key);
        if outer && related.is_empty() {
            pairs.push((name(key), None));
        }
        pairs.extend(related.into_iter().map(|other| (name(key), Some(other))));
    }
    sorted(pairs)
}

fn sorted(mut pairs: Pairs) -> Pairs {
    pairs.sort_unstable();
    pairs
}

impl Rows {
    /// The tags of a cell up to a weight, as often as they are paired with it.
    fn tag_pairs_of(&self, (a, b): Key, weight: i32) -> Vec<i32> {
        let pairs = self.cell_tags.iter();
        let pairs = pairs.filter(|it| (it.0, it.1) == (Some(a), Some(b)) && it.3 < weight);
        pairs.filter_map(|it| it.2).filter(|tag| self.tags.contains(tag)).collect()
    }
}
