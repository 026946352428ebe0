//! The relations as joins in memory: every row is compared with every other.

use super::Found;
use super::rows::{Key, Rows};

fn name(&(a, b): &Key) -> String {
    format!("{a}{b}")
}

fn names(keys: impl Iterator<Item = Key>) -> Vec<String> {
    keys.map(|key| name(&key)).collect()
}

fn numbers(ids: impl Iterator<Item = i32>) -> Vec<String> {
    ids.map(|id| id.to_string()).collect()
}

/// Sorted, and each once.
fn set<T: Ord>(values: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
    let mut values: Vec<T> = values.into_iter().collect();
    values.sort();
    values.dedup();
    values.into_iter()
}

impl Rows {
    pub(super) fn next_of(&self, cell: Key) -> Option<Key> {
        let (a, b, _) = self.cells[&cell];
        Some((a?, b?)).filter(|next| self.cells.contains_key(next))
    }

    pub(super) fn previous_of(&self, cell: Key) -> Vec<Key> {
        self.cells.keys().copied().filter(|&it| self.next_of(it) == Some(cell)).collect()
    }

    pub(super) fn tags_of(&self, cell: Key) -> Vec<i32> {
        self.tags_up_to(cell, i32::MAX)
    }

    pub(super) fn tags_up_to(&self, (a, b): Key, weight: i32) -> Vec<i32> {
        let pairs = self.cell_tags.iter();
        let pairs = pairs.filter(|it| (it.0, it.1) == (Some(a), Some(b)) && it.3 < weight);
        set(pairs.filter_map(|it| it.2).filter(|tag| self.tags.contains(tag))).collect()
    }

    /// Whether they are linked, even if there is no such tag.
    pub(super) fn are_linked(&self, (a, b): Key, tag: i32) -> bool {
        self.cell_tags.iter().any(|it| (it.0, it.1, it.2) == (Some(a), Some(b), Some(tag)))
    }

    pub(super) fn cells_of(&self, tag: i32) -> Vec<Key> {
        let cells = self.cells.keys().copied();
        cells.filter(|&cell| self.tags_of(cell).contains(&tag)).collect()
    }

    pub(super) fn targets_of(&self, tag: i32) -> Vec<i32> {
        let links = self.tag_links.iter().filter(|link| link.0 == Some(tag));
        set(links.filter_map(|link| link.1).filter(|tag| self.tags.contains(tag))).collect()
    }

    /// The greatest first.
    pub(super) fn items_of(&self, tag: i32) -> Vec<i32> {
        let items = self.items.iter().filter(|item| (item.1.0, item.1.1) == (1, tag));
        items.map(|item| *item.0).rev().collect()
    }

    pub(super) fn pinned_of(&self, item: i32) -> Option<i32> {
        Some(self.items[&item].1).filter(|it| *it != 2 && self.tags.contains(it))
    }

    fn each_cell(&self, targets: impl Fn(Key) -> Vec<String>) -> Found {
        Ok(self.cells.keys().copied().map(targets).collect())
    }

    fn each_tag(&self, targets: impl Fn(i32) -> Vec<String>) -> Found {
        Ok(self.tags.iter().copied().map(targets).collect())
    }
}

/// Everything that can be reached from `start`, as `one>other`.
fn walk<T: Copy + Ord>(
    start: T,
    step: impl Fn(T) -> Vec<T>,
    name: impl Fn(T) -> String,
) -> Vec<String> {
    let (mut seen, mut next) = (vec![start], vec![start]);
    let mut edges = Vec::new();
    while let Some(one) = next.pop() {
        for other in step(one) {
            edges.push(format!("{}>{}", name(one), name(other)));
            if !seen.contains(&other) {
                seen.push(other);
                next.push(other);
            }
        }
    }
    set(edges).collect()
}

pub(super) fn next(rows: &Rows) -> Found {
    rows.each_cell(|cell| names(rows.next_of(cell).into_iter()))
}

pub(super) fn previous(rows: &Rows) -> Found {
    rows.each_cell(|cell| names(rows.previous_of(cell).into_iter()))
}

pub(super) fn partial_next(rows: &Rows) -> Found {
    next(rows)
}

pub(super) fn partial_previous(rows: &Rows) -> Found {
    previous(rows)
}

pub(super) fn tags(rows: &Rows) -> Found {
    rows.each_cell(|cell| numbers(rows.tags_of(cell).into_iter()))
}

pub(super) fn light_tags(rows: &Rows) -> Found {
    rows.each_cell(|cell| numbers(rows.tags_up_to(cell, 3).into_iter()))
}

pub(super) fn cells(rows: &Rows) -> Found {
    rows.each_tag(|tag| names(rows.cells_of(tag).into_iter()))
}

pub(super) fn note(rows: &Rows) -> Found {
    let notes = |cell| rows.notes.iter().filter(move |note| *note.1 == cell).map(|note| *note.0);
    match rows.cells.keys().any(|&cell| notes(cell).count() > 1) {
        true => Err("Cell::note"),
        false => rows.each_cell(|cell| numbers(notes(cell))),
    }
}

pub(super) fn noted(rows: &Rows) -> Found {
    match rows.notes.values().all(|cell| rows.cells.contains_key(cell)) {
        true => Ok(rows.notes.values().map(|cell| vec![name(cell)]).collect()),
        false => Err("Note::cell"),
    }
}

pub(super) fn coded(rows: &Rows) -> Found {
    let cells = |code| rows.cells.iter().filter(move |cell| cell.1.2 == Some(code));
    let codes = || rows.items.values().map(|item| item.2);
    if codes().flatten().any(|code| cells(code).count() > 1) {
        return Err("Item::coded");
    }
    Ok(codes().map(|code| names(code.into_iter().flat_map(cells).map(|cell| *cell.0))).collect())
}

pub(super) fn items(rows: &Rows) -> Found {
    rows.each_tag(|tag| numbers(rows.items_of(tag).into_iter()))
}

pub(super) fn pinned(rows: &Rows) -> Found {
    Ok(rows.items.keys().map(|&item| numbers(rows.pinned_of(item).into_iter())).collect())
}

pub(super) fn neighbours(rows: &Rows) -> Found {
    let cells = |cell| rows.tags_of(cell).into_iter().flat_map(|tag| rows.cells_of(tag));
    rows.each_cell(|cell| names(set(cells(cell))))
}

pub(super) fn after_next(rows: &Rows) -> Found {
    rows.each_cell(|cell| names(rows.next_of(cell).and_then(|next| rows.next_of(next)).into_iter()))
}

pub(super) fn tags_before(rows: &Rows) -> Found {
    let tags = |cell| rows.previous_of(cell).into_iter().flat_map(|before| rows.tags_of(before));
    rows.each_cell(|cell| numbers(set(tags(cell))))
}

pub(super) fn tags_near(rows: &Rows) -> Found {
    let cells = |cell| rows.tags_of(cell).into_iter().flat_map(|tag| rows.cells_of(tag));
    rows.each_cell(|cell| numbers(set(cells(cell).flat_map(|near| rows.tags_of(near)))))
}

pub(super) fn chain(rows: &Rows) -> Found {
    rows.each_cell(|cell| {
        walk(cell, |one| rows.next_of(one).into_iter().collect(), |key| name(&key))
    })
}

pub(super) fn subtree(rows: &Rows) -> Found {
    rows.each_cell(|cell| walk(cell, |one| rows.previous_of(one), |key| name(&key)))
}

pub(super) fn partial_subtree(rows: &Rows) -> Found {
    subtree(rows)
}

pub(super) fn network(rows: &Rows) -> Found {
    rows.each_tag(|tag| walk(tag, |one| rows.targets_of(one), |id| id.to_string()))
}

/// The cells before each cell, their tags, the cells of those, and what comes next there.
pub(super) fn nested(rows: &Rows) -> Found {
    rows.each_cell(|cell| {
        let mut lines = Vec::new();
        for before in rows.previous_of(cell) {
            for tag in rows.tags_of(before) {
                for near in rows.cells_of(tag) {
                    let next = rows.next_of(near).map(|it| name(&it)).unwrap_or_default();
                    lines.push(format!("{}/{tag}/{}/{next}", name(&before), name(&near)));
                }
            }
        }
        lines
    })
}

pub(super) fn upgraded(rows: &Rows) -> Found {
    nested(rows)
}
