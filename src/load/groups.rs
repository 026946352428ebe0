//! Which parents a row belongs to, by its key: one that was asked for, or a spelling of one that only the
//! database takes for equal.

use super::equal::next;
use super::keys::{Index, Keys, WantedKeys};
use crate::error::{Error, index};
use crate::key::{Key, KeyRef};
use diesel::QueryResult;
use std::any::Any;
use std::sync::Arc;

/// The keys that were asked for, and those that rows came with instead.
///
/// A group is the place of a key among those that were asked for; behind them are the spellings.
pub(super) struct Groups<K> {
    pub(super) keys: Keys<K>,
    /// Keys that add up have none.
    spellings: Option<Box<Spellings<K>>>,
    before: u32,
}

struct Spellings<K> {
    keys: Vec<K>,
    places: Index<K>,
    /// Where the list of keys started for which a spelling came first.
    starts: Vec<usize>,
    /// The groups that a spelling turned out to equal.
    equal: Vec<Vec<u32>>,
    /// The spellings that are not asked about yet, with their places.
    open: Option<Vec<(u32, K)>>,
}

impl<K: Key> Groups<K> {
    pub(super) fn new(keys: Keys<K>) -> Self {
        Groups { keys, spellings: None, before: 0 }
    }

    /// The keys of several parents, for a statement.
    pub(super) fn window(&self) -> WantedKeys<K> {
        WantedKeys::Window(Arc::clone(&self.keys.window))
    }

    /// The keys that rows came with instead of those that were asked for.
    pub(super) fn spellings(&self) -> &[K] {
        self.spellings.as_ref().map_or(&[], |spellings| &spellings.keys)
    }

    /// The group of a row's key; `None` if the row comes for another list of keys as well, which it then
    /// belongs to.
    #[inline]
    pub(super) fn group(&mut self, key: impl KeyRef) -> QueryResult<Option<u32>> {
        // Often it is the group of the row before.
        match self.keys.find(key, self.before) {
            Some(group) => {
                self.before = group;
                Ok(self.keys.window.asks(group).then_some(group))
            }
            None => self.spelling(key),
        }
    }

    #[cold]
    fn spelling(&mut self, key: impl KeyRef) -> QueryResult<Option<u32>> {
        if self.keys.len() == 1 {
            return Ok(Some(0));
        }
        let start = self.keys.window.range().start;
        let spellings = self.spellings.get_or_insert_with(Default::default);
        let Some(place) = spellings.place(key, start)? else { return Ok(None) };
        index(self.keys.len() + place).map(Some)
    }

    /// The group of a key, if it was asked for or came.
    pub(super) fn known(&self, key: impl KeyRef) -> Option<u32> {
        let spelling = || {
            let spellings = self.spellings.as_ref()?;
            let place = spellings.places.find(key, &spellings.keys)?;
            Some((self.keys.len() + place as usize) as u32)
        };
        self.keys.find(key, 0).or_else(spelling)
    }

    /// The next spellings to ask about.
    pub(super) fn open(&mut self) -> Option<Vec<(u32, K)>> {
        let Spellings { keys, equal, open, .. } = &mut **self.spellings.as_mut()?;
        equal.resize(keys.len(), Vec::new());
        next(open.get_or_insert_with(|| (0..).zip(keys.iter().cloned()).collect()))
    }

    /// Takes in that a spelling equals a key, if that was asked for.
    pub(super) fn equals(&mut self, spelling: u32, key: impl KeyRef) {
        let group = self.keys.find(key, 0);
        if let (Some(group), Some(spellings)) = (group, &mut self.spellings) {
            let equal = &mut spellings.equal[spelling as usize];
            if !equal.contains(&group) {
                equal.push(group);
            }
        }
    }

    /// Groups and rows, with the groups that spellings turned out to equal.
    pub(super) fn resolved(
        &self,
        relation: &'static str,
        pairs: impl ExactSizeIterator<Item = (u32, u32)>,
    ) -> QueryResult<Vec<(u32, u32)>> {
        let mut resolved = Vec::with_capacity(pairs.len());
        for (group, row) in pairs {
            let Some(place) = self.place(group) else {
                resolved.push((group, row));
                continue;
            };
            let equal = self.spellings.as_ref().and_then(|spellings| spellings.equal.get(place));
            match equal.map(Vec::as_slice) {
                None | Some([]) => return Err(self.stray(relation, place)),
                Some(equal) => resolved.extend(equal.iter().map(|&group| (group, row))),
            }
        }
        Ok(resolved)
    }

    /// The place of a group among the spellings, unless it was asked for.
    pub(super) fn place(&self, group: u32) -> Option<usize> {
        (group as usize).checked_sub(self.keys.len())
    }

    /// A row whose key nobody asked for.
    pub(super) fn stray(&self, relation: &'static str, place: usize) -> diesel::result::Error {
        Error::stray(relation, &self.spellings()[place])
    }
}

impl<K: Key> Default for Spellings<K> {
    fn default() -> Self {
        let (keys, starts, equal, open) = Default::default();
        Spellings { keys, places: Index::with_capacity(0), starts, equal, open }
    }
}

impl<K: Key> Spellings<K> {
    /// The place of a key, unless it came for the list of keys before this one.
    fn place(&mut self, key: impl KeyRef, start: usize) -> QueryResult<Option<usize>> {
        let next = index(self.keys.len())?;
        let place = self.places.find_or_insert(key, &self.keys, next) as usize;
        if place == next as usize {
            let key = key.owned();
            // Both sides have one type, which is checked where the relation is declared.
            let Some(key) = (&key as &dyn Any).downcast_ref::<K>() else { return Ok(None) };
            self.keys.push(key.clone());
            self.starts.push(start);
        }
        Ok((self.starts[place] == start).then_some(place))
    }
}
