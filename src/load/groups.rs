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
    places: Index<K>,
    pub(super) spellings: Vec<K>,
    /// Where the list of keys started for which a spelling came first.
    starts: Vec<usize>,
    /// The keys that a spelling turned out to equal.
    equal: Vec<Vec<u32>>,
    /// The spellings that are not asked about yet, with their places.
    open: Option<Vec<(u32, K)>>,
    before: u32,
}

impl<K: Key> Groups<K> {
    pub(super) fn new(keys: Keys<K>) -> Self {
        let places = Index::with_capacity(0);
        let (spellings, starts, equal) = Default::default();
        Groups { keys, places, spellings, starts, equal, open: None, before: 0 }
    }

    /// The keys of several parents, for a statement.
    pub(super) fn window(&self) -> WantedKeys<K> {
        WantedKeys::Window(Arc::clone(&self.keys.window))
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
        let next = index(self.spellings.len())?;
        let place = self.places.find_or_insert(key, &self.spellings, next);
        if place == next {
            let key = key.owned();
            // Both sides have one type, which is checked where the relation is declared.
            let Some(key) = (&key as &dyn Any).downcast_ref::<K>() else { return Ok(None) };
            self.spellings.push(key.clone());
            self.starts.push(start);
        }
        let group = index(self.keys.len() + place as usize)?;
        Ok((self.starts[place as usize] == start).then_some(group))
    }

    /// The group of a key, if it was asked for or came.
    pub(super) fn known(&self, key: impl KeyRef) -> Option<u32> {
        let spelling = || {
            let place = self.places.find(key, &self.spellings)?;
            Some((self.keys.len() + place as usize) as u32)
        };
        self.keys.find(key, 0).or_else(spelling)
    }

    /// The next spellings to ask about.
    pub(super) fn open(&mut self) -> Option<Vec<(u32, K)>> {
        let spellings = &self.spellings;
        self.equal.resize(spellings.len(), Vec::new());
        let numbered = || (0..).zip(spellings.iter().cloned()).collect();
        next(self.open.get_or_insert_with(numbered))
    }

    /// Takes in that a spelling equals a key, if that was asked for.
    pub(super) fn equals(&mut self, spelling: u32, key: impl KeyRef) {
        let equal = &mut self.equal[spelling as usize];
        let group = self.keys.find(key, 0).filter(|group| !equal.contains(group));
        equal.extend(group);
    }

    /// Groups and rows, with the keys that spellings turned out to equal.
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
            match self.equal.get(place).map(Vec::as_slice) {
                None | Some([]) => return Err(Error::stray(relation, &self.spellings[place])),
                Some(equal) => resolved.extend(equal.iter().map(|&group| (group, row))),
            }
        }
        Ok(resolved)
    }

    /// The place of a group among the spellings, unless it was asked for.
    pub(super) fn place(&self, group: u32) -> Option<usize> {
        (group as usize).checked_sub(self.keys.len())
    }
}
