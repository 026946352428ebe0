//! From the rows of a relation to the links of its parents, by cardinality.

use super::keys::Keys;
use crate::error::{Error, index};
use crate::graph::{Links, NONE, Single, Sorted};
use crate::key::Key;
use crate::relation::{Cardinality, ToMany, ToMaybeOne, ToOne};
use diesel::QueryResult;

/// The rows of a direct relation: `groups[row]` is the group of parents that asked for the row.
pub struct Found<'k, K> {
    pub(super) relation: &'static str,
    pub(super) keys: &'k Keys<K>,
    pub(super) groups: &'k [u32],
    pub(super) whole: bool,
}

/// How a cardinality turns rows into links.
pub trait Connect: Cardinality {
    /// The links from the parents to the rows, or what is wrong with the rows.
    fn connect<K: Key>(found: Found<'_, K>) -> QueryResult<Self::Links>;
    /// The same for a single parent, whose key found this many rows.
    fn connect_one<K: Key>(
        relation: &'static str,
        key: &K,
        rows: usize,
        whole: bool,
    ) -> QueryResult<Self::Links>;
}

impl Connect for ToMany {
    fn connect<K: Key>(found: Found<'_, K>) -> QueryResult<Links> {
        index(found.groups.len())?;
        let pairs = found.groups.iter().enumerate().map(|(row, &group)| (group, row as u32));
        let sorted = Sorted::new(found.keys.len(), pairs)?;
        Ok(Links::new(&found.keys.parents, sorted))
    }

    fn connect_one<K: Key>(_: &'static str, _: &K, rows: usize, _: bool) -> QueryResult<Links> {
        index(rows).map(Links::all)
    }
}

impl Connect for ToMaybeOne {
    fn connect<K: Key>(found: Found<'_, K>) -> QueryResult<Single> {
        Ok(Single::new(&found.keys.parents, &found.row_of_each_group()?))
    }

    fn connect_one<K: Key>(
        relation: &'static str,
        key: &K,
        rows: usize,
        _: bool,
    ) -> QueryResult<Single> {
        match rows {
            0 => Ok(Single::to(None)),
            1 => Ok(Single::to(Some(0))),
            _ => Err(Error::second(relation, key)),
        }
    }
}

impl Connect for ToOne {
    fn connect<K: Key>(found: Found<'_, K>) -> QueryResult<Single> {
        let rows = found.row_of_each_group()?;
        if found.whole
            && let Some(group) = rows.iter().position(|&row| row == NONE)
        {
            return Err(Error::missing(found.relation, &found.keys.window.keys[group]));
        }
        Ok(Single::new(&found.keys.parents, &rows))
    }

    fn connect_one<K: Key>(
        relation: &'static str,
        key: &K,
        rows: usize,
        whole: bool,
    ) -> QueryResult<Single> {
        match rows {
            0 if whole => Err(Error::missing(relation, key)),
            _ => ToMaybeOne::connect_one(relation, key, rows, whole),
        }
    }
}

impl<K: Key> Found<'_, K> {
    fn row_of_each_group(&self) -> QueryResult<Vec<u32>> {
        index(self.groups.len())?;
        let mut rows = vec![NONE; self.keys.len()];
        for (row, &group) in self.groups.iter().enumerate() {
            let known = &mut rows[group as usize];
            if *known != NONE {
                return Err(Error::second(self.relation, &self.keys.window.keys[group as usize]));
            }
            *known = row as u32;
        }
        Ok(rows)
    }
}
