//! The relations as conjoin loads them.

use super::Found;
use super::models::{Cell, Item, Note, Place, Tag, cell, cells, items, notes, tag, tags};
use crate::suite::conn::Conn;
use conjoin::Error;
use conjoin::prelude::*;
use diesel::prelude::*;
use std::ops::Deref;

/// What a row is called in [`Found`].
pub(super) trait Named {
    fn name(&self) -> String;
}

impl Named for Cell {
    fn name(&self) -> String {
        format!("{}{}", self.a, self.b)
    }
}

impl Named for Place {
    fn name(&self) -> String {
        format!("{}{}", self.a, self.b)
    }
}

impl Named for Tag {
    fn name(&self) -> String {
        self.id.to_string()
    }
}

impl Named for Note {
    fn name(&self) -> String {
        self.id.to_string()
    }
}

pub(super) fn names<N: Deref<Target: Named>>(nodes: impl IntoIterator<Item = N>) -> Vec<String> {
    nodes.into_iter().map(|node| node.name()).collect()
}

/// The relation that an error is about.
pub(super) fn relation(error: diesel::result::Error) -> &'static str {
    match Error::of(&error) {
        Some(Error::MissingRow { relation, .. } | Error::SecondRow { relation, .. }) => relation,
        _ => panic!("{error}"),
    }
}

/// Loads the rows of a table in the order of their key, and reads a relation of each.
macro_rules! load {
    ($name:ident: $table:ident by $order:expr, with $plan:expr, $read:expr) => {
        pub(super) fn $name(conn: &mut Conn) -> Found {
            let graph = $table::table.order($order).with($plan).load(conn).map_err(relation)?;
            Ok(graph.iter().map($read).collect())
        }
    };
}

pub(super) const BY_KEY: (cells::a, cells::b) = (cells::a, cells::b);

load!(next: cells by BY_KEY, with Cell::next, |it| names(it.next()));
load!(previous: cells by BY_KEY, with Cell::previous, |it| names(it.previous()));
load!(tags: cells by BY_KEY, with Cell::tags, |it| names(it.tags()));
load!(light_tags: cells by BY_KEY, with Cell::light_tags, |it| names(it.light_tags()));
load!(cells: tags by tags::id, with Tag::cells, |it| names(it.cells()));
load!(note: cells by BY_KEY, with Cell::note, |it| names(it.note()));
load!(noted: notes by notes::id, with Note::cell, |it| names([it.cell()]));
load!(coded: items by items::id, with Item::coded, |it| names(it.coded()));
load!(pinned: items by items::id, with Item::pinned, |it| names(it.pinned()));
load!(items: tags by tags::id, with Tag::items, |it| it.items().map(|item| item.id.to_string()).collect());
load!(neighbours: cells by BY_KEY, with Cell::neighbours, |it| names(it.neighbours()));
load!(after_next: cells by BY_KEY, with Cell::after_next, |it| names(it.after_next()));
load!(tags_before: cells by BY_KEY, with Cell::tags_before, |it| names(it.tags_before()));
load!(tags_near: cells by BY_KEY, with Cell::tags_near, |it| names(it.tags_near()));
load!(partial_next: cells by BY_KEY, with Place::next, |it| names(it.next()));
load!(partial_previous: cells by BY_KEY, with Place::previous, |it| names(it.previous()));
load!(chain: cells by BY_KEY, with Cell::next.recursive(), |it| walk(it, |it| it.get(Cell::next)));
load!(subtree: cells by BY_KEY, with Cell::previous.recursive(), |it| walk(it, |it| it.get(Cell::previous)));
load!(
    partial_subtree: cells by BY_KEY, with Place::previous.recursive(),
    |it| walk(it, |it| it.get(Place::previous))
);
load!(network: tags by tags::id, with Tag::targets.recursive(), |it| walk(it, |it| it.get(Tag::targets)));
load!(
    nested: cells by BY_KEY, with Cell::previous.with(Cell::tags.with(Tag::cells.with(Cell::next))),
    lines
);

/// As `nested`, for rows that are in hand with another relation.
pub(super) fn upgraded(conn: &mut Conn) -> Found {
    let rows = cells::table.order(BY_KEY).select(Cell::as_select()).load(conn.diesel()).unwrap();
    let cells = rows.with(Cell::tags).with(Cell::next).load(conn).map_err(relation)?;
    let plan = Cell::previous.with(Cell::tags.with(Tag::cells.with(Cell::next)));
    let cells = cells.with_if(true, Cell::neighbours).with(plan).load(conn).map_err(relation)?;
    Ok(cells.iter().map(lines).collect())
}

/// All rows that can be reached, as `one>other`; each is one row in memory.
fn walk<N, I>(start: N, step: impl Fn(N) -> I) -> Vec<String>
where
    N: Copy + Deref<Target: Named>,
    I: IntoIterator<Item = N>,
{
    let (mut seen, mut next) = (vec![start], vec![start]);
    let mut edges = Vec::new();
    while let Some(one) = next.pop() {
        for other in step(one) {
            edges.push(format!("{}>{}", one.name(), other.name()));
            let known = seen.iter().find(|it| it.name() == other.name());
            match known {
                Some(known) => assert!(std::ptr::eq::<N::Target>(&**known, &*other), "two rows"),
                None => {
                    seen.push(other);
                    next.push(other);
                }
            }
        }
    }
    edges.sort();
    edges
}

fn lines<C>(cell: C) -> Vec<String>
where
    C: Has<cell::previous, Child: Has<cell::tags, Child: Has<tag::cells, Child: Has<cell::next>>>>,
{
    let mut lines = Vec::new();
    for before in cell.get(Cell::previous) {
        for tag in before.get(Cell::tags) {
            for near in tag.get(Tag::cells) {
                let next = near.get(Cell::next).map(|next| next.name()).unwrap_or_default();
                lines.push(format!("{}/{}/{}/{next}", before.name(), tag.id, near.name()));
            }
        }
    }
    lines
}
