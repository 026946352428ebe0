//! What a database returned, taken apart and built again by hand: both graphs are equal.

use super::loaded::BY_KEY;
use super::models::{Cell, Item, Note, Place, Tag, cells, items, notes, tags};
use crate::suite::conn::Conn;
use conjoin::graph::{Links, OptionalLinks};
use conjoin::prelude::*;
use diesel::prelude::*;
use std::fmt::Debug;

/// Loads a relation and builds the same graph; nothing if the load fails.
type Rebuild = (&'static str, fn(&mut Conn) -> Option<Both>);

/// A graph that was loaded, and one that was built.
type Both = (String, String);

fn both<G: Debug + PartialEq>(loaded: &G, built: QueryResult<G>) -> Option<Both> {
    let built = built.expect("rows that were loaded");
    // What prints alike may be stored differently.
    let differs = if *loaded == built { "" } else { "differs: " };
    Some((format!("{loaded:#?}"), format!("{differs}{built:#?}")))
}

/// The key of a row.
trait Key {
    type Key;
    fn key(&self) -> Self::Key;
}

impl Key for Cell {
    type Key = (i32, String);

    fn key(&self) -> (i32, String) {
        (self.a, self.b.clone())
    }
}

impl Key for Place {
    type Key = (i32, String);

    fn key(&self) -> (i32, String) {
        (self.a, self.b.clone())
    }
}

impl Key for Tag {
    type Key = i32;

    fn key(&self) -> i32 {
        self.id
    }
}

/// The links from one level to the next.
trait Targets {
    fn of(&self, row: usize) -> Vec<usize>;
}

impl Targets for Links {
    fn of(&self, row: usize) -> Vec<usize> {
        self.targets(row).collect()
    }
}

impl Targets for OptionalLinks {
    fn of(&self, row: usize) -> Vec<usize> {
        self.target(row).into_iter().collect()
    }
}

fn pairs<S: Key, T: Key>(from: &[S], links: &impl Targets, to: &[T]) -> Vec<(S::Key, T::Key)> {
    let row = |(place, row): (usize, &S)| {
        links.of(place).into_iter().map(|target| (row.key(), to[target].key())).collect::<Vec<_>>()
    };
    from.iter().enumerate().flat_map(row).collect()
}

macro_rules! rebuild {
    ($($kind:ident $model:ident::$relation:ident of $query:expr;)*) => {
        vec![$((
            stringify!($kind $model::$relation),
            |conn| rebuild!(@$kind conn, $query, $model::$relation, $relation),
        )),*]
    };
    (@keyed $conn:ident, $query:expr, $relation:expr, $slot:ident) => {{
        let loaded = $query.with($relation).load($conn).ok()?;
        let (rows, edges) = loaded.clone().into_parts();
        let targets = edges.$slot.into_parts().1.into_rows();
        both(&loaded, rows.with($relation.rows(targets)).build())
    }};
    (@linked $conn:ident, $query:expr, $relation:expr, $slot:ident) => {{
        let loaded = $query.with($relation).load($conn).ok()?;
        let (rows, edges) = loaded.clone().into_parts();
        let (links, targets) = edges.$slot.into_parts();
        let targets = targets.into_rows();
        let links = pairs(&rows, &links, &targets);
        both(&loaded, rows.with($relation.rows(targets).links(links)).build())
    }};
    (@tree $conn:ident, $query:expr, $relation:expr, $slot:ident) => {{
        let loaded = $query.with($relation.recursive()).load($conn).ok()?;
        let mut rows = loaded.clone().into_parts().0;
        let added = rows.split_off(loaded.len());
        both(&loaded, rows.with($relation.recursive().rows(added)).build())
    }};
    (@linked_tree $conn:ident, $query:expr, $relation:expr, $slot:ident) => {{
        let loaded = $query.with($relation.recursive()).load($conn).ok()?;
        let (mut rows, edges) = loaded.clone().into_parts();
        let links = pairs(&rows, &edges.$slot.into_links(), &rows);
        let added = rows.split_off(loaded.len());
        both(&loaded, rows.with($relation.recursive().rows(added).links(links)).build())
    }};
}

pub(super) fn relations() -> Vec<Rebuild> {
    let mut relations: Vec<Rebuild> = rebuild! {
        keyed Cell::next of cells::table.order(BY_KEY);
        keyed Cell::previous of cells::table.order(BY_KEY);
        keyed Cell::note of cells::table.order(BY_KEY);
        keyed Note::cell of notes::table.order(notes::id);
        keyed Item::coded of items::table.order(items::id);
        keyed Item::pinned of items::table.order(items::id);
        keyed Tag::items of tags::table.order(tags::id);
        linked Cell::tags of cells::table.order(BY_KEY);
        linked Tag::cells of tags::table.order(tags::id);
        linked Cell::neighbours of cells::table.order(BY_KEY);
        linked Cell::after_next of cells::table.order(BY_KEY);
        linked Place::next of cells::table.order(BY_KEY);
        linked Place::previous of cells::table.order(BY_KEY);
        linked_tree Place::previous of cells::table.filter(cells::next_a.is_null()).order(BY_KEY);
        linked Cell::tags_before of cells::table.order(BY_KEY);
        tree Cell::previous of cells::table.filter(cells::next_a.is_null()).order(BY_KEY);
        tree Cell::next of cells::table.filter(cells::a.eq(0)).order(BY_KEY);
        linked_tree Tag::targets of tags::table.filter(tags::id.lt(3)).order(tags::id);
    };
    relations.push(("nested", nested));
    relations.push(("aggregates", aggregates));
    relations
}

/// Several levels, and rows that are only some of those there are.
fn nested(conn: &mut Conn) -> Option<Both> {
    let plan = Cell::previous.filter(cells::a.gt(0)).with(Cell::tags.with(Tag::items));
    let loaded = cells::table.order(BY_KEY).with(plan).with(Cell::note).load(conn).ok()?;
    let (rows, edges) = loaded.clone().into_parts();
    let (previous, edges_of_previous) = edges.previous.into_parts().1.into_parts();
    let (links, tags) = edges_of_previous.tags.into_parts();
    let (tags, edges_of_tags) = tags.into_parts();
    let items = edges_of_tags.items.into_parts().1.into_rows();
    let links = pairs(&previous, &links, &tags);
    let tags = Cell::tags.rows(tags).links(links).with(Tag::items.rows(items));
    let notes = edges.note.into_parts().1.into_rows();
    let built =
        rows.with(Cell::note.rows(notes)).with(Cell::previous.some_rows(previous).with(tags));
    both(&loaded, built.build())
}

fn aggregates(conn: &mut Conn) -> Option<Both> {
    let query = cells::table.order(BY_KEY);
    let loaded =
        query.with(Cell::tags.count()).with(Cell::previous.max(cells::code)).load(conn).ok()?;
    let counts: Vec<_> = loaded.iter().map(|cell| (cell.key(), cell.count(Cell::tags))).collect();
    let most: Vec<_> =
        loaded.iter().map(|cell| (cell.key(), cell.max(Cell::previous, cells::code))).collect();
    let rows = loaded.clone().into_rows().with(Cell::tags.count().values(counts));
    both(&loaded, rows.with(Cell::previous.max(cells::code).values(most)).build())
}
