//! The keys of a statement: distinct, and never more at a time than the database can bind.

use crate::database::strategy::FULL;
use crate::model::error::index;
use crate::model::key::{Key, KeyRef};
use crate::model::links::Parents;
use diesel::QueryResult;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::any::{Any, TypeId};
use std::collections::HashSet;
use std::hash::BuildHasher;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// Distinct keys, each found by its hash. Hashes are stored, so that growing computes none again.
pub(crate) struct Index<K> {
    hasher: DefaultHashBuilder,
    table: HashTable<(u64, u32)>,
    keys: PhantomData<K>,
}

impl<K: Key> Index<K> {
    pub(crate) fn with_capacity(keys: usize) -> Self {
        let table = HashTable::with_capacity(keys);
        Index { hasher: DefaultHashBuilder::default(), table, keys: PhantomData }
    }

    /// The index of `key` among `keys`.
    pub(crate) fn find(&self, key: impl KeyRef, keys: &[K]) -> Option<u32> {
        let hash = self.hasher.hash_one(key);
        let known = self.table.find(hash, |&(_, place)| is(key, &keys[place as usize]));
        known.map(|&(_, place)| place)
    }

    /// The index of `key` among `keys`, which is `next` if it is new.
    pub(crate) fn find_or_insert(&mut self, key: impl KeyRef, keys: &[K], next: u32) -> u32 {
        let hash = self.hasher.hash_one(key);
        let same = |&(_, place): &(u64, u32)| is(key, &keys[place as usize]);
        if let Some(&(_, place)) = self.table.find(hash, same) {
            return place;
        }
        self.table.insert_unique(hash, (hash, next), |&(hash, _)| hash);
        next
    }
}

/// Whether a key of one side equals one of the other.
///
/// That both have the same type is checked in the declaration of the relation. If it were required
/// here as well, a mistake there would be reported several times; this compiles to nothing.
pub(crate) fn is<R: KeyRef, K: Key>(key: R, other: &K) -> bool {
    (other as &dyn Any).downcast_ref().is_some_and(|other| key.is(other))
}

/// The distinct keys of the rows of one level.
pub(crate) struct Keys<K> {
    pub(crate) list: Arc<KeyList<K>>,
    pub(crate) parents: Parents,
    index: Index<K>,
}

impl<K: Key> Keys<K> {
    /// The distinct keys of some rows; `lists` is whether they are bound one by one.
    pub(crate) fn of<R: KeyRef<Owned = K>>(
        keys: impl ExactSizeIterator<Item = Option<R>>,
        lists: bool,
    ) -> QueryResult<Self> {
        // Sized for the case that all keys differ.
        let mut places = Index::with_capacity(keys.len());
        let mut distinct: Vec<K> = Vec::with_capacity(keys.len());
        let mut parents = Parents::with_capacity(keys.len());
        for key in keys {
            let Some(key) = key else {
                parents.push(None);
                continue;
            };
            let next = index(distinct.len())?;
            let place = places.find_or_insert(key, &distinct, next);
            if place == next {
                distinct.push(key.owned());
            }
            parents.push(Some(place));
        }
        let list = Arc::new(KeyList::new(distinct, lists));
        Ok(Keys { list, parents, index: places })
    }

    pub(crate) fn len(&self) -> usize {
        self.list.keys.len()
    }

    /// The keys, for a statement.
    pub(crate) fn wanted(&self) -> ParentKeys<K> {
        match &self.list.keys[..] {
            [key] => ParentKeys::One(key.clone()),
            _ => self.several(),
        }
    }

    /// The keys as those of several parents.
    pub(crate) fn several(&self) -> ParentKeys<K> {
        ParentKeys::Many(SharedKeys::all(Arc::clone(&self.list)))
    }

    /// The group of the parents with this `key`.
    ///
    /// Often it is the group of the previous row: databases return rows in the order of an index.
    pub(crate) fn find(&self, key: impl KeyRef, guess: u32) -> Option<u32> {
        if self.list.keys.get(guess as usize).is_some_and(|guess| is(key, guess)) {
            return Some(guess);
        }
        self.index.find(key, &self.list.keys)
    }
}

/// Distinct keys in the order in which they come, and whether one is `NULL`.
pub(crate) fn distinct<K: Key>(keys: impl Iterator<Item = Option<K>>) -> (Vec<K>, bool) {
    let (mut seen, mut null) = (HashSet::new(), false);
    let mut is_new = |key: &Option<K>| match key {
        Some(key) => seen.insert(key.clone()),
        None => {
            null = true;
            false
        }
    };
    let keys = keys.filter(|key| is_new(key)).flatten().collect();
    (keys, null)
}

/// The keys of a statement.
#[derive(Debug)]
pub(crate) enum ParentKeys<K> {
    One(K),
    Many(SharedKeys<K>),
}

impl<K> ParentKeys<K> {
    /// Limits them to a part of their list.
    pub(crate) fn limit(&mut self, range: Range<usize>) {
        if let ParentKeys::Many(keys) = self {
            keys.limit(range);
        }
    }
}

/// Distinct keys, in the order of the lists in which they are sent.
#[derive(Debug)]
pub(crate) struct KeyList<K> {
    pub(crate) keys: Vec<K>,
    /// The indexes of the keys in the order of the lists; empty if that is their own order.
    order: Vec<u32>,
    /// The inverse: the position of each key in that order.
    places: Vec<u32>,
}

impl<K> KeyList<K> {
    /// The keys in a part of the list.
    pub(crate) fn part(&self, range: Range<usize>) -> KeyChunk<'_, K> {
        KeyChunk { list: self, start: range.start, end: range.end }
    }
}

impl<K: 'static> KeyList<K> {
    pub(crate) fn new(keys: Vec<K>, in_order: bool) -> Self {
        let order = if in_order { ascending(&keys) } else { Vec::new() };
        let mut places = vec![0; order.len()];
        for (place, &key) in order.iter().enumerate() {
            places[key as usize] = place as u32;
        }
        KeyList { order, places, keys }
    }

    /// Whether the key of a group is in this part of the list.
    pub(crate) fn contains(&self, range: &Range<usize>, group: u32) -> bool {
        // Numbers that are equal are returned only for the list that they are in.
        if TypeId::of::<K>() == TypeId::of::<i32>() || TypeId::of::<K>() == TypeId::of::<i64>() {
            return true;
        }
        let place = self.places.get(group as usize).map_or(group as usize, |&place| place as usize);
        range.len() >= self.keys.len() || range.contains(&place)
    }
}

/// A part of a key list.
#[derive(Debug)]
pub struct KeyChunk<'k, K> {
    list: &'k KeyList<K>,
    start: usize,
    end: usize,
}

impl<K> Copy for KeyChunk<'_, K> {}

impl<K> Clone for KeyChunk<'_, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<'k, K> KeyChunk<'k, K> {
    /// All keys of the list.
    pub(crate) fn keys(self) -> &'k Vec<K> {
        &self.list.keys
    }

    pub(crate) fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The key at `place`, unless the list is padded there.
    pub(crate) fn given(self, place: usize) -> Option<&'k K> {
        (place < self.list.keys.len()).then(|| self.key(place))
    }

    /// The key at `place`; past the end, where a list is padded, the last one.
    pub(crate) fn key(self, place: usize) -> &'k K {
        let KeyList { keys, order, .. } = self.list;
        let place = place.min(keys.len() - 1);
        match order.get(place) {
            Some(&place) => &keys[place as usize],
            None => &keys[place],
        }
    }
}

/// A key list, and the part of it that the next execution of a statement uses.
///
/// The list is shared with what collects the rows, which finds their parents by the same keys.
#[derive(Debug)]
pub(crate) struct SharedKeys<K> {
    list: Arc<KeyList<K>>,
    range: Range<usize>,
}

impl<K> Clone for SharedKeys<K> {
    fn clone(&self) -> Self {
        SharedKeys { list: Arc::clone(&self.list), range: self.range.clone() }
    }
}

impl<K> SharedKeys<K> {
    /// The whole list.
    pub(crate) fn all(list: Arc<KeyList<K>>) -> Self {
        let range = 0..list.keys.len();
        SharedKeys { list, range }
    }

    pub(crate) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Limits them to a part of the list.
    pub(crate) fn limit(&mut self, range: Range<usize>) {
        self.range = range;
    }

    pub(crate) fn chunk(&self) -> KeyChunk<'_, K> {
        self.list.part(self.range())
    }

    /// The part, if it is as long as lists are and not padded.
    pub(crate) fn full(&self) -> Option<KeyChunk<'_, K>> {
        let full = self.range.len() == FULL && self.range.end <= self.list.keys.len();
        full.then(|| self.chunk())
    }
}

/// The indexes of the keys in ascending order; empty for few keys, and for types that this does not
/// support.
///
/// SQLite stores a key list as a tree, to which ascending keys are appended, and chunks of
/// ascending keys each read one range of an index instead of all of it: without this, the tags of
/// 10 000 posts load no faster in statements that stay prepared.
// A slice cannot be downcast.
#[allow(clippy::ptr_arg)]
fn ascending<K: 'static>(keys: &Vec<K>) -> Vec<u32> {
    fn order<I: Ord + 'static>(keys: &dyn Any) -> Option<Vec<u32>> {
        let keys = keys.downcast_ref::<Vec<I>>()?;
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        order.sort_unstable_by_key(|&place| &keys[place as usize]);
        Some(order)
    }
    if keys.len() <= FULL {
        return Vec::new();
    }
    let integers = order::<i32>(keys).or_else(|| order::<i64>(keys));
    integers.or_else(|| order::<String>(keys)).unwrap_or_default()
}
