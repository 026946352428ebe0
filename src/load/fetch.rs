//! From the rows of one level to the rows and links of the next.

use super::backend::Database;
use super::keys::{Index, KeyIn, Keys};
use super::plan::Narrow;
use crate::error::{Error, index};
use crate::graph::{Links, NONE, Single, Sorted};
use crate::key::{Direct, Key, KeySqlType, Keyed, Linked};
use crate::relation::{LinksOf, Relation, Source, Target, ToMany, ToMaybeOne, ToOne};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;

/// The rows that a relation leads to, and the links to them.
pub type Fetched<R> = (LinksOf<R>, Vec<Target<R>>);

/// Asks a database for the rows of a relation.
///
/// Implemented for each relation and backend where the relation is declared: what Diesel demands of
/// its statement is proved there, once, and every plan only looks the implementation up.
pub trait Fetch<'q, DB: Database>: Relation {
    /// The relation's statement, boxed, before the keys are added.
    type Query;

    /// Sends one statement per window of keys, none when there is no key.
    fn fetch<N, C>(ask: Ask<'_, Self, N>, conn: &mut C) -> QueryResult<Fetched<Self>>
    where
        N: Narrow<Self::Query>,
        C: LoadConnection<Backend = DB>;
}

/// What a plan wants of a relation.
#[allow(missing_debug_implementations)]
pub struct Ask<'p, R: Relation, N> {
    pub(crate) sources: &'p [Source<R>],
    pub(crate) whole: bool,
    /// The plan's filter and order.
    pub narrow: N,
}

/// The rows of an association: each target once, and a link for each pair.
pub struct LinkedRows<'k, K, F, T> {
    keys: &'k Keys<K>,
    index: Index<F>,
    known: Vec<F>,
    targets: Vec<T>,
    links: Vec<(u32, u32)>,
    relation: &'static str,
}

/// Loads a relation without an association table.
///
/// `build` makes the statement from its condition on the keys, `send` executes it and appends the
/// rows.
pub fn direct<R, DB, N, Q, K>(
    ask: Ask<'_, R, N>,
    build: impl FnOnce(N, KeyIn<R::TargetColumn, KeySqlType<R::TargetColumn>, K>) -> Q,
    mut send: impl FnMut(&Q, &mut Vec<Target<R>>) -> QueryResult<()>,
) -> QueryResult<Fetched<R>>
where
    R: Direct<Cardinality: Connect, TargetColumn: Default + diesel::Expression>,
    Source<R>: Keyed<R::SourceColumn, Key = K>,
    Target<R>: Keyed<R::TargetColumn, Key = K>,
    DB: Database,
    N: Narrow<Q>,
    Q: QueryFragment<DB>,
    K: Key,
    <R::TargetColumn as diesel::Expression>::SqlType: diesel::sql_types::IntoNotNullable,
{
    let keys = Keys::of(ask.sources.iter().map(Keyed::key))?;
    let mut rows = Vec::new();
    if keys.len() > 0 {
        let condition = KeyIn::new(R::TargetColumn::default(), keys.window.clone());
        let query = build(ask.narrow, condition);
        for_each_window::<DB, _, _>(&keys, &query, N::IS_NOOP, || send(&query, &mut rows))?;
    }
    let groups = rows.iter().map(|row: &Target<R>| match row.key() {
        Some(key) => keys.find(key).ok_or_else(|| Error::stray(R::NAME, key)),
        None => Err(Error::stray(R::NAME, &None::<K>)),
    });
    let groups = groups.collect::<QueryResult<Vec<u32>>>()?;
    let links = R::Cardinality::connect(Found {
        relation: R::NAME,
        keys: &keys,
        groups,
        whole: ask.whole,
    })?;
    Ok((links, rows))
}

/// Loads a relation through an association table, each target decoded once.
pub fn linked<R, DB, N, Q, K, F>(
    ask: Ask<'_, R, N>,
    build: impl FnOnce(N, KeyIn<R::Near, KeySqlType<R::Near>, K>) -> Q,
    mut send: impl FnMut(&Q, &mut LinkedRows<'_, K, F, Target<R>>) -> QueryResult<()>,
) -> QueryResult<Fetched<R>>
where
    R: Linked<Cardinality = ToMany, Near: Default + diesel::Expression>,
    Source<R>: Keyed<R::SourceColumn, Key = K>,
    Target<R>: Keyed<R::TargetColumn, Key = F>,
    DB: Database,
    N: Narrow<Q>,
    Q: QueryFragment<DB>,
    K: Key,
    F: Key,
    <R::Near as diesel::Expression>::SqlType: diesel::sql_types::IntoNotNullable,
{
    let keys = Keys::of(ask.sources.iter().map(Keyed::key))?;
    let mut rows = LinkedRows {
        keys: &keys,
        index: Index::with_capacity(0),
        known: Vec::new(),
        targets: Vec::new(),
        links: Vec::new(),
        relation: R::NAME,
    };
    if keys.len() > 0 {
        let condition = KeyIn::new(R::Near::default(), keys.window.clone());
        let query = build(ask.narrow, condition);
        for_each_window::<DB, _, _>(&keys, &query, N::IS_NOOP, || send(&query, &mut rows))?;
    }
    let LinkedRows { targets, links, .. } = rows;
    let sorted = Sorted::new(keys.len(), links.iter().copied())?.without_repeats(targets.len());
    Ok((Links::new(&keys.parents, sorted), targets))
}

impl<K: Key, F: Key, T> LinkedRows<'_, K, F, T> {
    /// Adds one pair; the target is decoded when it is the first of its key.
    pub fn add(
        &mut self,
        near: &K,
        far: F,
        decode: impl FnOnce() -> QueryResult<T>,
    ) -> QueryResult<()> {
        let group = self.keys.find(near).ok_or_else(|| Error::stray(self.relation, near))?;
        let next = index(self.targets.len())?;
        let known = &self.known;
        let target = self.index.find_or_insert(&far, |place| &known[place as usize], next);
        if target == next {
            self.known.push(far);
            self.targets.push(decode()?);
        }
        self.links.push((group, target));
        Ok(())
    }
}

/// Executes a statement for as many keys at a time as the database can bind.
fn for_each_window<DB: Database, K: Key, Q: QueryFragment<DB>>(
    keys: &Keys<K>,
    query: &Q,
    only_keys: bool,
    mut send: impl FnMut() -> QueryResult<()>,
) -> QueryResult<()> {
    let others = if only_keys {
        0
    } else {
        keys.window.set(0..0);
        DB::binds(query)?
    };
    // A statement whose own binds leave no room fails in the database, which says why.
    let room = DB::MAX_BINDS.saturating_sub(others).max(1);
    for start in (0..keys.len()).step_by(room) {
        keys.window.set(start..keys.len().min(start + room));
        send()?;
    }
    Ok(())
}

/// The rows of a direct relation: `groups[row]` is the group of parents that asked for the row.
pub struct Found<'k, K> {
    relation: &'static str,
    keys: &'k Keys<K>,
    groups: Vec<u32>,
    whole: bool,
}

/// How a cardinality turns rows into links.
pub trait Connect: crate::relation::Cardinality {
    /// The links from the parents to the rows, or what is wrong with the rows.
    fn connect<K: Key>(found: Found<'_, K>) -> QueryResult<Self::Links>;
}

impl Connect for ToMany {
    fn connect<K: Key>(found: Found<'_, K>) -> QueryResult<Links> {
        index(found.groups.len())?;
        let pairs = found.groups.iter().enumerate().map(|(row, &group)| (group, row as u32));
        let sorted = Sorted::new(found.keys.len(), pairs)?;
        Ok(Links::new(&found.keys.parents, sorted))
    }
}

impl Connect for ToMaybeOne {
    fn connect<K: Key>(found: Found<'_, K>) -> QueryResult<Single> {
        Ok(Single::new(&found.keys.parents, &found.row_of_each_group()?))
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
