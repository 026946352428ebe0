//! Which parents a row belongs to, by its key: that of a parent, or another spelling of it that
//! only the database considers equal.

use crate::database::keys::{Index, Keys, ParentKeys};
use crate::fetch::connect::{Connect, Expected, Found, GroupedRows};
use crate::fetch::equal::{MatchedKeys, next};
use crate::model::error::{Error, index};
use crate::model::key::{Key, KeyRef};
use crate::model::links::NONE;
use crate::model::relation::{LinksOf, Relation};
use diesel::QueryResult;
use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::mem;
use std::ops::Range;

/// The keys of the parents, and other keys that rows were returned with.
///
/// A group is the index of a key among those of the parents, followed by the other spellings.
pub(crate) struct Groups<K> {
    pub(crate) keys: Keys<K>,
    /// `None` if all keys match exactly.
    spellings: Option<Box<Spellings<K>>>,
    /// The part of the keys whose rows are read.
    asked: Range<usize>,
    /// Whether rows are read without keys, also those of no parent.
    passes_over: bool,
    before: u32,
    /// The keys that have to be looked up, each with its group.
    open: Option<Vec<(u32, K)>>,
    /// A group that was looked up, and one that it equals.
    equal: HashSet<(u32, u32)>,
}

struct Spellings<K> {
    keys: Vec<K>,
    places: Index<K>,
    /// The start of the list of keys in which each spelling was first returned.
    starts: Vec<usize>,
}

impl<K: Key> Groups<K> {
    pub(crate) fn new(keys: Keys<K>) -> Self {
        let asked = 0..keys.len();
        let (before, equal) = Default::default();
        Groups { keys, spellings: None, asked, passes_over: false, before, open: None, equal }
    }

    /// The keys of several parents, for a statement.
    pub(crate) fn parent_keys(&self) -> ParentKeys<K> {
        self.keys.several()
    }

    /// The next rows are those of this part of the keys.
    pub(crate) fn expect(&mut self, asked: Range<usize>) {
        self.asked = asked;
        self.passes_over = false;
    }

    /// The next rows are those of all keys, also of keys that no parent has.
    pub(crate) fn expect_any(&mut self) {
        self.passes_over = true;
    }

    /// The key of a group.
    pub(crate) fn key(&self, group: u32) -> &K {
        let keys = &self.keys.list.keys;
        keys.get(group as usize).unwrap_or_else(|| &self.spellings()[group as usize - keys.len()])
    }

    /// The keys of rows that are not those of parents.
    pub(crate) fn spellings(&self) -> &[K] {
        self.spellings.as_ref().map_or(&[], |spellings| &spellings.keys)
    }

    /// The group of a row's key; `None` if the row was returned for another list of keys as well
    /// and belongs to that one, or without keys, and belongs to no parent.
    #[inline]
    pub(crate) fn group(&mut self, key: impl KeyRef) -> QueryResult<Option<u32>> {
        // Often it is the group of the previous row.
        match self.keys.find(key, self.before) {
            Some(group) => {
                self.before = group;
                Ok(self.keys.list.contains(&self.asked, group).then_some(group))
            }
            None => self.spelling(key),
        }
    }

    #[cold]
    fn spelling(&mut self, key: impl KeyRef) -> QueryResult<Option<u32>> {
        if self.passes_over {
            return Ok(None);
        }
        if self.keys.len() == 1 {
            return Ok(Some(0));
        }
        let start = self.asked.start;
        let spellings = self.spellings.get_or_insert_with(Default::default);
        let Some(place) = spellings.place(key, start)? else { return Ok(None) };
        index(self.keys.len() + place).map(Some)
    }

    /// The group of a key, if a parent or a row has it.
    fn known(&self, key: impl KeyRef) -> Option<u32> {
        let spelling = || {
            let spellings = self.spellings.as_ref()?;
            let place = spellings.places.find(key, &spellings.keys)?;
            Some((self.keys.len() + place as usize) as u32)
        };
        self.keys.find(key, 0).or_else(spelling)
    }

    /// The next spellings to look up.
    pub(crate) fn unknown(&mut self) -> Option<Vec<(u32, K)>> {
        let first = self.keys.len() as u32;
        let spellings = self.spellings.as_ref()?;
        let all = || (first..).zip(spellings.keys.iter().cloned()).collect();
        next(self.open.get_or_insert_with(all))
    }

    /// The next keys without a row to look up. `found` are the groups of the rows.
    pub(crate) fn without_rows(
        &mut self,
        found: impl Iterator<Item = u32>,
    ) -> Option<Vec<(u32, K)>> {
        if self.open.is_none() {
            self.open = Some(self.missing(found));
        }
        next(self.open.as_mut()?)
    }

    fn missing(&self, found: impl Iterator<Item = u32>) -> Vec<(u32, K)> {
        let keys = &self.keys.list.keys;
        let mut missing = vec![true; keys.len() + self.spellings().len()];
        let mut any = false;
        for group in found {
            missing[group as usize] = false;
            any = true;
        }
        // If no row was returned at all, no key in the database equals one of these.
        let missing = keys.iter().zip(0..).filter(|&(_, group)| any && missing[group as usize]);
        missing.map(|(key, group)| (group, key.clone())).collect()
    }

    /// Stores the keys that equal those that were looked up.
    pub(crate) fn take_in(&mut self, matches: impl Into<MatchedKeys<K>>) {
        for (group, key) in matches.into().0 {
            let other = self.known(&key).filter(|&other| other != group);
            self.equal.extend(other.map(|other| (group, other)));
        }
    }

    /// Groups and rows, with the groups of parents instead of the spellings. If the parents refer
    /// to the rows, a row's group is that of its own key, and others may equal it.
    fn resolved<R: Relation>(
        &self,
        pairs: impl Iterator<Item = (u32, u32)>,
    ) -> QueryResult<Vec<(u32, u32)>> {
        let mut equal: HashMap<u32, Vec<u32>> = HashMap::new();
        for &(asked, other) in &self.equal {
            let (of_row, group) = if R::REFERS { (other, asked) } else { (asked, other) };
            equal.entry(of_row).or_default().push(group);
        }
        let mut resolved = Vec::with_capacity(pairs.size_hint().0);
        for (of_row, row) in pairs {
            let own = self.place(of_row).is_none().then_some(of_row);
            let others = equal.get(&of_row).into_iter().flatten().copied();
            let groups = others.filter(|&group| self.place(group).is_none());
            let before = resolved.len();
            resolved.extend(own.into_iter().chain(groups).map(|group| (group, row)));
            if resolved.len() == before {
                return Err(self.stray::<R>(of_row));
            }
        }
        Ok(resolved)
    }

    /// Whether each key that was returned is that of a parent, and equals no other.
    fn match_exactly(&self) -> bool {
        self.spellings.is_none() && self.equal.is_empty()
    }

    /// The links from the parents to rows with these groups; `repeated` is the number of rows, if a
    /// pair may occur twice.
    pub(crate) fn connect<R: Relation<Cardinality: Connect>>(
        &self,
        pairs: impl GroupedRows,
        repeated: Option<usize>,
        expected: Expected,
    ) -> QueryResult<LinksOf<R>> {
        let (relation, keys) = (R::NAME, &self.keys);
        if self.match_exactly() {
            return R::Cardinality::connect(Found { relation, keys, pairs, repeated, expected });
        }
        let pairs = self.resolved::<R>(pairs)?;
        let pairs = pairs.iter().copied();
        R::Cardinality::connect(Found { relation, keys, pairs, repeated, expected })
    }

    /// The index of the single value of each key, or [`NONE`].
    pub(crate) fn place_of_each<R: Relation>(
        &self,
        pairs: impl Iterator<Item = (u32, u32)>,
    ) -> QueryResult<Vec<u32>> {
        if self.match_exactly() {
            return self.places::<R>(pairs);
        }
        self.places::<R>(self.resolved::<R>(pairs)?.into_iter())
    }

    fn places<R: Relation>(
        &self,
        pairs: impl Iterator<Item = (u32, u32)>,
    ) -> QueryResult<Vec<u32>> {
        let mut places = vec![NONE; self.keys.len()];
        for (group, place) in pairs {
            let known = mem::replace(&mut places[group as usize], place);
            if known != NONE {
                return Err(Error::stray(R::NAME, &self.keys.list.keys[group as usize]));
            }
        }
        Ok(places)
    }

    /// The index of a group among the spellings, unless it is that of a parent.
    fn place(&self, group: u32) -> Option<usize> {
        (group as usize).checked_sub(self.keys.len())
    }

    /// A row whose key is no parent's.
    fn stray<R: Relation>(&self, group: u32) -> diesel::result::Error {
        let place = self.place(group).unwrap_or_default();
        Error::stray(R::NAME, &self.spellings()[place])
    }
}

impl<K: Key> Default for Spellings<K> {
    fn default() -> Self {
        let (keys, starts) = Default::default();
        Spellings { keys, places: Index::with_capacity(0), starts }
    }
}

impl<K: Key> Spellings<K> {
    /// The index of a key, unless it was returned for the list of keys before this one.
    fn place(&mut self, key: impl KeyRef, start: usize) -> QueryResult<Option<usize>> {
        let next = index(self.keys.len())?;
        let place = self.places.find_or_insert(key, &self.keys, next) as usize;
        if place == next as usize {
            let key = key.owned();
            // Both sides have the same type, which is checked in the declaration of the relation.
            let Some(key) = (&key as &dyn Any).downcast_ref::<K>() else { return Ok(None) };
            self.keys.push(key.clone());
            self.starts.push(start);
        }
        Ok((self.starts[place] == start).then_some(place))
    }
}
