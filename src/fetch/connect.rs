//! Turns the rows of a relation into the links of its parents, by cardinality.

use crate::database::keys::Keys;
use crate::model::error::{Error, index};
use crate::model::key::Key;
use crate::model::links::{GroupedTargets, Links, NONE, OptionalLinks};
use crate::model::relation::{Cardinality, ToMany, ToMaybeOne, ToOne};
use diesel::QueryResult;

/// How many rows each parent is expected to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// All of them: a missing one for a `NOT NULL` key is an error.
    All,
    /// Those that satisfy a filter.
    Some,
    /// At most this many.
    AtMost(usize),
}

impl Expected {
    pub(crate) fn of(whole: bool) -> Self {
        if whole { Expected::All } else { Expected::Some }
    }
}

/// The rows of a relation, as pairs of a group of parents and one of its rows.
pub struct Found<'k, K, P> {
    pub(crate) relation: &'static str,
    pub(crate) keys: &'k Keys<K>,
    pub(crate) pairs: P,
    /// The number of rows in the pairs, if a pair may occur twice.
    pub(crate) repeated: Option<usize>,
    pub(crate) expected: Expected,
}

/// Pairs of a group and a row.
pub trait GroupedRows: ExactSizeIterator<Item = (u32, u32)> + Clone {}

impl<P: ExactSizeIterator<Item = (u32, u32)> + Clone> GroupedRows for P {}

/// How a cardinality turns rows into links.
pub trait Connect: Cardinality {
    /// The links from the parents to the rows, or an error about the rows.
    fn connect<K: Key, P: GroupedRows>(found: Found<'_, K, P>) -> QueryResult<Self::Links>;
    /// The same for a single parent, whose key found this many rows.
    fn connect_one<K: Key>(
        relation: &'static str,
        key: &K,
        rows: usize,
        expected: Expected,
    ) -> QueryResult<Self::Links>;
}

impl Connect for ToMany {
    fn connect<K: Key, P: GroupedRows>(found: Found<'_, K, P>) -> QueryResult<Links> {
        let Found { relation, keys, expected, .. } = found;
        let mut sorted = GroupedTargets::new(keys.len(), found.pairs)?;
        if let Some(rows) = found.repeated {
            sorted = sorted.without_repeats(rows);
        }
        if let Expected::AtMost(rows) = expected
            && let Some(group) = sorted.longer_than(rows)
        {
            return Err(Error::not_unique(relation, &keys.list.keys[group]));
        }
        Ok(Links::new(&keys.parents, sorted))
    }

    fn connect_one<K: Key>(_: &'static str, _: &K, rows: usize, _: Expected) -> QueryResult<Links> {
        index(rows).map(Links::all)
    }
}

impl Connect for ToMaybeOne {
    fn connect<K: Key, P: GroupedRows>(found: Found<'_, K, P>) -> QueryResult<OptionalLinks> {
        let keys = found.keys;
        Ok(OptionalLinks::new(&keys.parents, &found.row_of_each_group()?))
    }

    fn connect_one<K: Key>(
        relation: &'static str,
        key: &K,
        rows: usize,
        _: Expected,
    ) -> QueryResult<OptionalLinks> {
        match rows {
            0 => Ok(OptionalLinks::to(None)),
            1 => Ok(OptionalLinks::to(Some(0))),
            _ => Err(Error::second(relation, key)),
        }
    }
}

impl Connect for ToOne {
    fn connect<K: Key, P: GroupedRows>(found: Found<'_, K, P>) -> QueryResult<OptionalLinks> {
        let Found { relation, keys, expected, .. } = found;
        let rows = found.row_of_each_group()?;
        if expected == Expected::All
            && let Some(group) = rows.iter().position(|&row| row == NONE)
        {
            return Err(Error::missing(relation, &keys.list.keys[group]));
        }
        Ok(OptionalLinks::new(&keys.parents, &rows))
    }

    fn connect_one<K: Key>(
        relation: &'static str,
        key: &K,
        rows: usize,
        expected: Expected,
    ) -> QueryResult<OptionalLinks> {
        match rows {
            0 if expected == Expected::All => Err(Error::missing(relation, key)),
            _ => ToMaybeOne::connect_one(relation, key, rows, expected),
        }
    }
}

impl<K: Key, P: GroupedRows> Found<'_, K, P> {
    fn row_of_each_group(self) -> QueryResult<Vec<u32>> {
        index(self.pairs.len())?;
        let mut rows = vec![NONE; self.keys.len()];
        for (group, row) in self.pairs {
            let known = &mut rows[group as usize];
            if *known != NONE && *known != row {
                return Err(Error::second(self.relation, &self.keys.list.keys[group as usize]));
            }
            *known = row;
        }
        Ok(rows)
    }
}
