//! The relations that one statement can bring together with the rows they start from.

use super::loaded::{BY_KEY, names, relation};
use super::models::{Cell, Item, Note, Tag, cells, items, notes, tags};
use super::{Compared, Found, expected};
use crate::suite::conn::Conn;
use conjoin::prelude::*;
use diesel::prelude::*;

macro_rules! load {
    ($name:ident: $table:ident by $order:expr, with $plan:expr, $read:expr) => {
        fn $name(conn: &mut Conn) -> Found {
            let query = $table::table.order($order).with($plan.joined());
            let graph = query.load(conn).map_err(relation)?;
            Ok(graph.iter().map($read).collect())
        }
    };
}

load!(tags: cells by BY_KEY, with Cell::tags, |it| names(it.tags()));
load!(light_tags: cells by BY_KEY, with Cell::light_tags, |it| names(it.light_tags()));
load!(cells: tags by tags::id, with Tag::cells, |it| names(it.cells()));
load!(note: cells by BY_KEY, with Cell::note, |it| names(it.note()));
load!(noted: notes by notes::id, with Note::cell, |it| names([it.cell()]));
load!(coded: items by items::id, with Item::coded, |it| names(it.coded()));
load!(pinned: items by items::id, with Item::pinned, |it| names(it.pinned()));
load!(items: tags by tags::id, with Tag::items, |it| it.items().map(|it| it.id.to_string()).collect());

pub(super) fn relations() -> Vec<Compared> {
    macro_rules! both {
        ($($relation:ident),*) => {
            vec![$((stringify!($relation), $relation, expected::$relation)),*]
        };
    }
    both![tags, light_tags, cells, note, noted, coded, items, pinned]
}

/// Items with their tag, its cells and their notes: five tables, of which one leads to many rows.
macro_rules! deep {
    ($name:ident, $plan:expr) => {
        pub(super) fn $name(conn: &mut Conn) -> Found {
            let items = items::table.order(items::id).with($plan).load(conn).map_err(relation)?;
            let lines = items.iter().map(|item| {
                let cells = item.pinned().into_iter().flat_map(|tag| tag.cells());
                let note =
                    |cell: &Cell, note: Option<i32>| format!("{}{}/{note:?}", cell.a, cell.b);
                cells.map(|cell| note(&cell, cell.note().map(|note| note.id))).collect()
            });
            Ok(lines.collect())
        }
    };
}

deep!(deep, Item::pinned.with(Tag::cells.with(Cell::note.joined()).joined()).joined());
deep!(deep_grouped, Item::pinned.with(Tag::cells.with(Cell::note)));
