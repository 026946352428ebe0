//! Which rows belong to which: by the keys that they hold, or by links that were given.

use crate::by_hand::refused::{
    ill_linked, link_from_none, link_from_null, link_to_none, second_link, unlinked, unowned,
};
use crate::database::keys::Keys;
use crate::fetch::connect::{Connect, Expected, Found};
use crate::graph::slot::NoOtherRelation;
use crate::model::error::index;
use crate::model::key::{Key, Keyed};
use crate::model::level::Rows;
use crate::model::relation::{LinksOf, PrimaryKey, Relation, Source, Target};
use crate::plan::given::{ByKeys, ByLinks};
use crate::route::key_location::{KeyInRow, KeySelected};
use diesel::QueryResult;
use std::collections::HashSet;

/// The rows that a relation starts from, and those that it leads to.
pub struct Ends<'m, R: Relation> {
    pub(crate) sources: &'m Rows<'m, Source<R>>,
    pub(crate) targets: &'m [Target<R>],
    /// The number of targets to which nothing has to lead: those that a tree starts from.
    pub(crate) roots: usize,
}

/// The keys of the rows that a relation starts from, and the rows that belong to each.
pub struct Pairing<K> {
    keys: Keys<K>,
    pairs: Vec<(u32, u32)>,
    /// The number of rows that the relation leads to.
    rows: usize,
}

/// How the rows of `R` are linked: `L` is [`ByKeys`] or [`ByLinks`].
#[diagnostic::on_unimplemented(
    message = "the rows of `{R}` are found by keys in another table",
    label = "call `.links([(primary key, primary key), …])` after `.rows(…)`"
)]
pub trait LinkGiven<R: Relation, L> {
    /// The key of the rows that lead to others.
    type Key: Key;
    /// Links them, or says what does not belong to the others.
    fn pair(ends: &Ends<'_, R>, links: L) -> QueryResult<Pairing<Self::Key>>;
}

#[diagnostic::do_not_recommend]
impl<R, S, T> LinkGiven<R, ByKeys> for KeyInRow<S, T>
where
    R: Relation<Source: Keyed<S>, Target: Keyed<T> + Keyed<PrimaryKey<Target<R>>>>,
{
    type Key = <Source<R> as Keyed<S>>::Key;

    fn pair(ends: &Ends<'_, R>, _: ByKeys) -> QueryResult<Pairing<Self::Key>> {
        let keys = Keys::of(ends.sources.iter().map(Keyed::<S>::key), false)?;
        let mut pairs = Vec::with_capacity(ends.targets.len());
        for (row, place) in ends.targets.iter().zip(0..index(ends.targets.len())?) {
            let key = Keyed::<T>::key(row);
            match key.and_then(|key| keys.find(key, 0)) {
                Some(group) => pairs.push((group, place)),
                None if (place as usize) < ends.roots => {}
                None => return Err(unowned::<R>(row, key)),
            }
        }
        Ok(Pairing { keys, pairs, rows: ends.targets.len() })
    }
}

#[diagnostic::do_not_recommend]
impl<R, S, W, K, I> LinkGiven<R, ByLinks<K, I>> for KeySelected<S, W>
where
    R: Relation<
            Source: Keyed<S> + Keyed<PrimaryKey<Source<R>>, Key = K>,
            Target: Keyed<PrimaryKey<Target<R>>, Key = I>,
        >,
    K: Key,
    I: Key,
{
    type Key = <Source<R> as Keyed<S>>::Key;

    fn pair(ends: &Ends<'_, R>, ByLinks(links): ByLinks<K, I>) -> QueryResult<Pairing<Self::Key>> {
        let keys = Keys::of(ends.sources.iter().map(Keyed::<S>::key), false)?;
        let places = places::<R, K, I>(ends, &links)?;
        let linked: HashSet<u32> = places.iter().map(|&(_, row)| row).collect();
        let alone = |&row: &u32| !linked.contains(&row);
        if let Some(row) = (ends.roots as u32..index(ends.targets.len())?).find(alone) {
            return Err(unlinked::<R>(&ends.targets[row as usize]));
        }
        let group = |(&(source, row), link)| {
            let group = keys.parents.group(source);
            Ok((group.ok_or_else(|| link_from_null::<R>(link))?, row))
        };
        let pairs = places.iter().zip(&links).map(group).collect::<QueryResult<_>>()?;
        Ok(Pairing { keys, pairs, rows: ends.targets.len() })
    }
}

/// The places of the two rows of each link.
fn places<R, K, I>(ends: &Ends<'_, R>, links: &[(K, I)]) -> QueryResult<Vec<(u32, u32)>>
where
    R: Relation<
            Source: Keyed<PrimaryKey<Source<R>>, Key = K>,
            Target: Keyed<PrimaryKey<Target<R>>, Key = I>,
        >,
    K: Key,
    I: Key,
{
    // Primary keys differ, so that each row is a group of its own.
    let sources = Keys::of(ends.sources.iter().map(Keyed::<PrimaryKey<Source<R>>>::key), false)?;
    let targets = Keys::of(ends.targets.iter().map(Keyed::<PrimaryKey<Target<R>>>::key), false)?;
    let mut known = HashSet::new();
    let place = |link: &(K, I)| {
        let source = sources.find(&link.0, 0).ok_or_else(|| link_from_none::<R>(link))?;
        let target = targets.find(&link.1, 0).ok_or_else(|| link_to_none::<R>(link))?;
        match known.insert((source, target)) {
            true => Ok((source, target)),
            false => Err(second_link::<R>(link)),
        }
    };
    links.iter().map(place).collect()
}

/// Rejects links between rows that hold each other's keys; no relation implements it.
#[diagnostic::on_unimplemented(
    message = "the rows of `{Self}` are found by the keys that they hold",
    label = "remove `.links(…)`"
)]
pub trait ThroughOtherTables {
    /// Links them.
    fn pair<K>() -> QueryResult<Pairing<K>>;
}

// Without an implementation rustc would list those of another trait.
impl ThroughOtherTables for NoOtherRelation {
    fn pair<K>() -> QueryResult<Pairing<K>> {
        Err(diesel::result::Error::NotFound)
    }
}

// For the message alone.
impl<R, S, T, K, I> LinkGiven<R, ByLinks<K, I>> for KeyInRow<S, T>
where
    R: Relation<Source: Keyed<S>> + ThroughOtherTables,
{
    type Key = <Source<R> as Keyed<S>>::Key;

    fn pair(_: &Ends<'_, R>, _: ByLinks<K, I>) -> QueryResult<Pairing<Self::Key>> {
        R::pair()
    }
}

impl<K: Key> Pairing<K> {
    /// The links, if each row has as many others as the relation says.
    pub(crate) fn connect<R>(&self, whole: bool) -> QueryResult<LinksOf<R>>
    where
        R: Relation<Cardinality: Connect>,
    {
        let pairs = self.pairs.iter().copied();
        let (relation, keys, expected) = (R::NAME, &self.keys, Expected::of(whole));
        // Rows with the same key share what they lead to, by a link of each.
        let found = Found { relation, keys, pairs, repeated: Some(self.rows), expected };
        R::Cardinality::connect(found).map_err(ill_linked::<R>)
    }

    /// One of the rows of a tree to which nothing leads from its roots: it is in a cycle.
    pub(crate) fn unreached(&self, roots: usize) -> Option<usize> {
        let mut beneath = vec![Vec::new(); self.keys.len()];
        for &(group, row) in &self.pairs {
            beneath[group as usize].push(row);
        }
        let mut open: Vec<u32> = (0..roots as u32).collect();
        let mut reached: HashSet<u32> = open.iter().copied().collect();
        while let Some(row) = open.pop() {
            let group = self.keys.parents.group(row);
            let rows = group.map(|group| beneath[group as usize].iter().copied());
            open.extend(rows.into_iter().flatten().filter(|&row| reached.insert(row)));
        }
        (roots..self.rows).find(|&row| !reached.contains(&(row as u32)))
    }
}
