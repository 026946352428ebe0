//! Random rows: few keys, so that they meet, repeat and point nowhere; many `NULL`s.

use proptest::collection::{btree_map, btree_set, vec};
use proptest::option::{of, weighted};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Write};

/// The key of a cell.
pub(super) type Key = (i32, &'static str);

/// The next cell, column by column, and a code.
pub(super) type Cell = (Option<i32>, Option<&'static str>, Option<i32>);

/// A cell, column by column, a tag, and a weight.
pub(super) type Pair = (Option<i32>, Option<&'static str>, Option<i32>, i32);

/// The rows of all tables.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    pub(super) cells: BTreeMap<Key, Cell>,
    pub(super) tags: BTreeSet<i32>,
    pub(super) cell_tags: Vec<Pair>,
    pub(super) tag_links: Vec<(Option<i32>, Option<i32>)>,
    pub(super) notes: BTreeMap<i32, Key>,
    /// The owner's kind and id, and a code.
    pub(super) items: BTreeMap<i32, (i32, i32, Option<i32>)>,
}

pub(super) fn rows() -> impl Strategy<Value = Rows> {
    let a = || 0..4;
    let b = || prop::sample::select(vec!["x", "y", "z"]);
    let id = || 1..6;
    // More keys than rows, so that some point nowhere; most notes have a cell of their own.
    let cells = btree_map((a(), b()), (of(0..5), of(b()), of(0..6)), 0..9);
    // Few `NULL`s, or no two pairs would ever meet.
    let pairs = vec((weighted(0.9, a()), weighted(0.9, b()), weighted(0.9, 1..7), 0..6), 0..12);
    let links = vec((weighted(0.9, 1..7), weighted(0.9, 1..7)), 0..10);
    let notes = btree_map(id(), (a(), b()), 0..3);
    let items = btree_map(id(), (0..3, 1..7, of(0..7)), 0..6);
    (cells, btree_set(id(), 0..6), pairs, links, notes, items).prop_map(
        |(cells, tags, cell_tags, tag_links, notes, items)| Rows {
            cells,
            tags,
            cell_tags,
            tag_links,
            notes,
            items,
        },
    )
}

impl Rows {
    /// Puts these rows in place of those that are there.
    pub(super) fn sql(&self) -> String {
        let mut sql = String::new();
        let cells = self.cells.iter().map(|((a, b), (next_a, next_b, code))| {
            [
                number(Some(a)),
                text(Some(b)),
                number(next_a.as_ref()),
                text(next_b.as_ref()),
                number(code.as_ref()),
            ]
        });
        fill(&mut sql, "cells", cells);
        fill(&mut sql, "tags", self.tags.iter().map(|id| [number(Some(id))]));
        let pairs = self.cell_tags.iter().map(|(a, b, tag, weight)| {
            [number(a.as_ref()), text(b.as_ref()), number(tag.as_ref()), number(Some(weight))]
        });
        fill(&mut sql, "cell_tags", pairs);
        let links = self.tag_links.iter();
        fill(&mut sql, "tag_links", links.map(|(a, b)| [number(a.as_ref()), number(b.as_ref())]));
        let notes = self.notes.iter();
        fill(
            &mut sql,
            "notes",
            notes.map(|(id, (a, b))| [number(Some(id)), number(Some(a)), text(Some(b))]),
        );
        let items = self.items.iter().map(|(id, (kind, owner, code))| {
            [number(Some(id)), number(Some(kind)), number(Some(owner)), number(code.as_ref())]
        });
        fill(&mut sql, "items", items);
        sql
    }
}

fn fill<const N: usize>(sql: &mut String, table: &str, rows: impl Iterator<Item = [String; N]>) {
    let rows: Vec<_> = rows.map(|row| format!("({})", row.join(", "))).collect();
    write!(sql, "DELETE FROM {table}; ").unwrap();
    if !rows.is_empty() {
        write!(sql, "INSERT INTO {table} VALUES {}; ", rows.join(", ")).unwrap();
    }
}

fn number(value: Option<&i32>) -> String {
    or_null(value)
}

fn text(value: Option<&&'static str>) -> String {
    or_null(value.map(|value| format!("'{value}'")))
}

fn or_null(value: Option<impl Display>) -> String {
    value.map_or_else(|| "NULL".to_owned(), |value| value.to_string())
}
