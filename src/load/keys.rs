//! The keys that a statement asks for: distinct, and as many at a time as the database can bind.

use crate::error::index;
use crate::graph::Parents;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType};
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Distinct keys, each found by a hash that is computed once.
pub(crate) struct Index<K> {
    hasher: DefaultHashBuilder,
    table: HashTable<u32>,
    keys: PhantomData<K>,
}

impl<K: Hash + Eq> Index<K> {
    pub(crate) fn with_capacity(keys: usize) -> Self {
        let table = HashTable::with_capacity(keys);
        Index { hasher: DefaultHashBuilder::default(), table, keys: PhantomData }
    }

    /// The place of `key` among `keys`.
    pub(crate) fn find<'k>(&self, key: &K, at: impl Fn(u32) -> &'k K) -> Option<u32>
    where
        K: 'k,
    {
        let hash = self.hasher.hash_one(key);
        self.table.find(hash, |&place| at(place) == key).copied()
    }

    /// The place of `key`, which is `next` when it is new.
    pub(crate) fn find_or_insert<'k>(
        &mut self,
        key: &K,
        at: impl Fn(u32) -> &'k K,
        next: u32,
    ) -> u32
    where
        K: 'k,
    {
        let hash = self.hasher.hash_one(key);
        let rehash = |&place: &u32| self.hasher.hash_one(at(place));
        let entry = self.table.entry(hash, |&place| at(place) == key, rehash);
        *entry.or_insert(next).get()
    }
}

/// The distinct keys of the rows of one level.
pub(crate) struct Keys<K> {
    pub(crate) window: Arc<Window<K>>,
    pub(crate) parents: Parents,
    index: Index<K>,
}

impl<K: Hash + Eq + Clone> Keys<K> {
    pub(crate) fn of<'p>(keys: impl ExactSizeIterator<Item = Option<&'p K>>) -> QueryResult<Self>
    where
        K: 'p,
    {
        // Sized for the case that all keys differ, so that growing never hashes a key again.
        let mut index_ = Index::with_capacity(keys.len());
        let mut distinct: Vec<K> = Vec::with_capacity(keys.len());
        let mut parents = Parents::with_capacity(keys.len());
        for key in keys {
            let Some(key) = key else {
                parents.push(None);
                continue;
            };
            let next = index(distinct.len())?;
            let place = index_.find_or_insert(key, |place| &distinct[place as usize], next);
            if place == next {
                distinct.push(key.clone());
            }
            parents.push(Some(place));
        }
        Ok(Keys { window: Arc::new(Window::new(distinct)), parents, index: index_ })
    }

    pub(crate) fn len(&self) -> usize {
        self.window.keys.len()
    }

    /// The group of the parents that asked for `key`.
    pub(crate) fn find(&self, key: &K) -> Option<u32> {
        self.index.find(key, |place| &self.window.keys[place as usize])
    }
}

/// The part of a key list that the next execution of a statement asks for.
///
/// A statement is built once, since a plan's filter need not be `Clone`, and executed for one
/// window after the other; hence the atomics, which no two threads ever use at once.
#[derive(Debug)]
pub(crate) struct Window<K> {
    pub(crate) keys: Vec<K>,
    start: AtomicUsize,
    end: AtomicUsize,
}

impl<K> Window<K> {
    fn new(keys: Vec<K>) -> Self {
        let end = AtomicUsize::new(keys.len());
        Window { keys, start: AtomicUsize::new(0), end }
    }

    pub(crate) fn set(&self, range: Range<usize>) {
        self.start.store(range.start, Ordering::Relaxed);
        self.end.store(range.end, Ordering::Relaxed);
    }

    fn visible(&self) -> &[K] {
        &self.keys[self.start.load(Ordering::Relaxed)..self.end.load(Ordering::Relaxed)]
    }
}

/// `column = ?`, or `column IN (?, ?, …)` for several keys, as an expression of Diesel's.
///
/// Diesel's own `eq_any` keeps every statement out of the cache of prepared statements; one key,
/// the commonest number, need not.
#[derive(Debug)]
pub struct KeyIn<C, ST, K> {
    column: C,
    window: Arc<Window<K>>,
    sql_type: PhantomData<fn() -> ST>,
}

impl<C, ST, K> KeyIn<C, ST, K> {
    pub(crate) fn new(column: C, window: Arc<Window<K>>) -> Self {
        KeyIn { column, window, sql_type: PhantomData }
    }
}

impl<C, ST, K> Expression for KeyIn<C, ST, K> {
    type SqlType = Bool;
}

impl<C, ST, K> ValidGrouping<()> for KeyIn<C, ST, K> {
    type IsAggregate = is_aggregate::No;
}

impl<C: AppearsOnTable<QS>, ST, K, QS> AppearsOnTable<QS> for KeyIn<C, ST, K> {}

impl<C, ST, K> QueryId for KeyIn<C, ST, K> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, ST, K, DB> QueryFragment<DB> for KeyIn<C, ST, K>
where
    DB: Backend + HasSqlType<ST>,
    C: QueryFragment<DB>,
    K: ToSql<ST, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        if let [key] = self.window.visible() {
            out.push_sql(" = ");
            return out.push_bind_param::<ST, K>(key);
        }
        out.unsafe_to_cache_prepared();
        out.push_sql(" IN (");
        for (place, key) in self.window.visible().iter().enumerate() {
            if place > 0 {
                out.push_sql(", ");
            }
            out.push_bind_param::<ST, K>(key)?;
        }
        out.push_sql(")");
        Ok(())
    }
}
