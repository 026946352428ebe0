//! The rows of a level for which structs are filled.

use crate::model::level::Level;
use crate::structs::origin::Origin;
use std::mem;

/// Rows of a level, each as often as a struct is filled from it.
#[derive(Debug)]
pub struct RowList<'p> {
    pub(crate) rows: Vec<u32>,
    parents: Option<Parents<'p>>,
}

/// In a tree: the list of the rows that lead to those of another one, and the place in it of each.
#[derive(Debug)]
struct Parents<'p> {
    list: &'p RowList<'p>,
    places: Vec<usize>,
}

impl<'p> RowList<'p> {
    pub(crate) fn new(rows: Vec<u32>) -> Self {
        RowList { rows, parents: None }
    }

    /// Rows of the same level, each of which the row at a place of `list` leads to.
    pub(crate) fn beneath(list: &'p RowList<'p>, rows: Vec<u32>, places: Vec<usize>) -> Self {
        RowList { rows, parents: Some(Parents { list, places }) }
    }

    pub(crate) fn indexes(&self) -> impl ExactSizeIterator<Item = usize> {
        self.rows.iter().map(|&row| row as usize)
    }

    /// Whether the row at a place is one of those that lead to it.
    pub(crate) fn is_cycle(&self, place: usize) -> bool {
        let row = self.rows[place];
        let (mut list, mut place) = (self, place);
        while let Some(parents) = &list.parents {
            (list, place) = (parents.list, parents.places[place]);
            if list.rows[place] == row {
                return true;
            }
        }
        false
    }
}

/// A row from which a struct is filled.
#[derive(Debug)]
pub enum TakenRow<'g, M> {
    /// Nothing else is filled from it.
    Moved(M),
    /// Others may be.
    Shared(&'g M),
}

impl<M: Clone> TakenRow<'_, M> {
    pub(crate) fn into_owned(self) -> M {
        match self {
            TakenRow::Moved(row) => row,
            TakenRow::Shared(row) => row.clone(),
        }
    }
}

/// Fills a struct from each row that is listed, and from what was `related` to it. A row is moved
/// where it is listed for the last time.
pub fn filled<M, E, V, T>(
    level: &mut Origin<'_, Level<'_, M, E>>,
    rows: &RowList<'_>,
    related: impl Iterator<Item = V>,
    mut fill: impl FnMut(TakenRow<'_, M>, V) -> T,
) -> Vec<T> {
    if let Origin::Owned(level) = level
        && let Some(owned) = level.rows.list_mut()
    {
        return moved(mem::take(owned), rows, related, fill);
    }
    let kept = &level.get().rows;
    let listed = rows.indexes().zip(related);
    listed.map(|(row, related)| fill(TakenRow::Shared(kept.get(row)), related)).collect()
}

fn moved<M, V, T>(
    owned: Vec<M>,
    rows: &RowList<'_>,
    related: impl Iterator<Item = V>,
    mut fill: impl FnMut(TakenRow<'_, M>, V) -> T,
) -> Vec<T> {
    let mut left = vec![0_u32; owned.len()];
    rows.indexes().for_each(|row| left[row] += 1);
    let mut owned: Vec<Option<M>> = owned.into_iter().map(Some).collect();
    let listed = rows.indexes().zip(related).filter_map(|(row, related)| {
        left[row] -= 1;
        let row = match left[row] {
            0 => TakenRow::Moved(owned[row].take()?),
            _ => TakenRow::Shared(owned[row].as_ref()?),
        };
        Some(fill(row, related))
    });
    listed.collect()
}
