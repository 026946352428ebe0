//! What becomes of the rows that answer a question, whichever connection brings them.

use super::Database;
use super::connect::{Connect, Found};
use super::keys::{Index, Keys, WantedKeys, is};
use super::selection::Readable;
use crate::error::{Error, index};
use crate::key::{Key, KeyColumns, KeyRef, KeySqlType, Keyed};
use crate::relation::{LinksOf, PrimaryKey, Relation, Target};
use crate::route::Route;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// The rows that a relation leads to, and the links to them.
pub(super) type Fetched<R> = (LinksOf<R>, Vec<Target<R>>);

/// Takes in the rows of a statement, one by one.
pub trait Intake<DB: Backend> {
    /// Adds a row.
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()>;
}

/// Takes in the rows of the relation `R`.
pub trait Answer<DB: Backend, R: Relation>: Intake<DB> {
    /// Links the rows to their parents.
    fn finish(self) -> QueryResult<Fetched<R>>;
}

/// The keys of the parents.
pub(super) enum Wanted<K> {
    /// That of a single parent, all of whose rows are its own: there is nothing to group.
    One(K),
    Many(Keys<K>),
}

impl<K: Key> Wanted<K> {
    pub(super) fn of<M, C>(sources: &[M], lists: bool) -> QueryResult<Self>
    where
        M: Keyed<C, Key = K>,
    {
        if let [source] = sources
            && let Some(key) = source.key()
        {
            return Ok(Wanted::One(key.owned()));
        }
        Keys::of(sources.iter().map(Keyed::key), lists).map(Wanted::Many)
    }

    /// The keys, for a statement.
    pub(super) fn keys(&self) -> WantedKeys<K> {
        match self {
            Wanted::One(key) => WantedKeys::One(key.clone()),
            Wanted::Many(keys) => WantedKeys::Window(Arc::clone(&keys.window)),
        }
    }

    /// The group of the parents that asked for `key`, which often is that of the row before.
    fn find(&self, key: impl KeyRef, before: u32) -> Option<u32> {
        match self {
            Wanted::One(one) => is(key, one).then_some(0),
            Wanted::Many(keys) => keys.find(key, before),
        }
    }
}

/// The rows of a relation without an association table; `T` is the column that refers to `K`.
pub struct DirectRows<R: Relation, T, K> {
    wanted: Wanted<K>,
    rows: Vec<Target<R>>,
    /// The group of each row, when there are several.
    groups: Vec<u32>,
    /// The group of the row before.
    group: u32,
    whole: bool,
    column: PhantomData<fn() -> T>,
}

impl<R: Relation, T, K: Key> DirectRows<R, T, K> {
    pub(super) fn new(wanted: Wanted<K>, whole: bool) -> Self {
        let (rows, groups) = (Vec::new(), Vec::new());
        DirectRows { wanted, rows, groups, group: 0, whole, column: PhantomData }
    }
}

impl<DB, R, T, K> Intake<DB> for DirectRows<R, T, K>
where
    DB: Backend,
    R: Relation<Cardinality: Connect>,
    Target<R>: Keyed<T> + Readable<DB>,
    K: Key,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let model = Target::<R>::build_from_row(row).map_err(DeserializationError)?;
        let group = model.key().and_then(|key| self.wanted.find(key, self.group));
        self.group = group.ok_or_else(|| stray_row::<R, T>(&model))?;
        if let Wanted::Many(_) = self.wanted {
            self.groups.push(self.group);
        }
        self.rows.push(model);
        Ok(())
    }
}

impl<DB, R, T, K> Answer<DB, R> for DirectRows<R, T, K>
where
    Self: Intake<DB>,
    DB: Backend,
    R: Relation<Cardinality: Connect>,
    K: Key,
{
    fn finish(self) -> QueryResult<Fetched<R>> {
        let DirectRows { wanted, rows, groups, whole, .. } = self;
        let links = match &wanted {
            Wanted::One(key) => R::Cardinality::connect_one(R::NAME, key, rows.len(), whole)?,
            Wanted::Many(keys) => {
                let pairs = groups.iter().enumerate().map(|(row, &group)| (group, row as u32));
                let relation = R::NAME;
                R::Cardinality::connect(Found { relation, keys, pairs, repeated: None, whole })?
            }
        };
        Ok((links, rows))
    }
}

/// A row whose key nobody asked for.
fn stray_row<R, T>(row: &Target<R>) -> diesel::result::Error
where
    R: Relation,
    Target<R>: Keyed<T>,
{
    match row.key() {
        Some(key) => Error::stray(R::NAME, &key),
        None => Error::stray(R::NAME, &format_args!("NULL")),
    }
}

/// The rows of a relation whose keys are not in the rows but beside them, as those of an association
/// table: each target once, and a link for each pair. `K` are the keys of the columns `S`, `I` those
/// that targets are known by.
pub struct LinkedRows<R: Relation, S, W, K, I> {
    keys: Keys<K>,
    index: Index<I>,
    known: Vec<I>,
    targets: Vec<Target<R>>,
    pairs: Vec<(u32, u32)>,
    /// The group of the pair before.
    group: u32,
    whole: bool,
    way: PhantomData<fn() -> (S, W)>,
}

impl<R: Relation, S, W, K: Key, I: Key> LinkedRows<R, S, W, K, I> {
    pub(super) fn new(keys: Keys<K>, whole: bool) -> Self {
        LinkedRows {
            keys,
            index: Index::with_capacity(0),
            known: Vec::new(),
            targets: Vec::new(),
            pairs: Vec::new(),
            group: 0,
            whole,
            way: PhantomData,
        }
    }
}

impl<DB, R, S, W, K, I> Intake<DB> for LinkedRows<R, S, W, K, I>
where
    DB: Database,
    R: Relation<Target: Readable<DB, PrimaryKey: KeyColumns>>,
    S: KeyColumns,
    W: Route,
    K: Key + FromSqlRow<KeySqlType<S>, DB>,
    I: Key + FromSqlRow<KeySqlType<PrimaryKey<R::Target>>, DB>,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let near = W::Near::LEN;
        let target = near + PrimaryKey::<R::Target>::LEN;
        let key = read::<K, KeySqlType<S>, _>(row, 0..near)?;
        let identity = read::<I, KeySqlType<PrimaryKey<R::Target>>, _>(row, near..target)?;
        let group = self.keys.find(&key, self.group);
        self.group = group.ok_or_else(|| Error::stray(R::NAME, &key))?;
        let next = index(self.targets.len())?;
        let place = self.index.find_or_insert(&identity, &self.known, next);
        if place == next {
            let columns = row.partial_row(target..row.field_count());
            self.targets.push(R::Target::build_from_row(&columns).map_err(DeserializationError)?);
            self.known.push(identity);
        }
        self.pairs.push((self.group, place));
        Ok(())
    }
}

impl<DB, R, S, W, K, I> Answer<DB, R> for LinkedRows<R, S, W, K, I>
where
    Self: Intake<DB>,
    DB: Database,
    R: Relation<Cardinality: Connect>,
    K: Key,
{
    fn finish(self) -> QueryResult<Fetched<R>> {
        let LinkedRows { keys, targets, pairs, whole, .. } = self;
        let repeated = Some(targets.len());
        let pairs = pairs.iter().copied();
        let found = Found { relation: R::NAME, keys: &keys, pairs, repeated, whole };
        Ok((R::Cardinality::connect(found)?, targets))
    }
}

/// A key in some columns of a row.
pub(super) fn read<'r, K, ST, DB>(row: &impl Row<'r, DB>, columns: Range<usize>) -> QueryResult<K>
where
    DB: Backend,
    K: FromSqlRow<ST, DB>,
{
    K::build_from_row(&row.partial_row(columns)).map_err(DeserializationError)
}
