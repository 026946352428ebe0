//! Rows that hold the key of their parent, or are held to by it.

use super::answer::{Answer, Fetched, Intake, Wanted};
use super::backend::Database;
use super::connect::{Connect, Found};
use super::equal::{EqualTo, Matches, next};
use super::groups::Groups;
use super::selection::Readable;
use crate::error::Error;
use crate::key::{Key, KeyBound, KeyColumns, Keyed};
use crate::relation::{Relation, Source, Target};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;

/// The rows of a relation without an association table, whose columns `T` hold what the columns `S` of
/// the parents do, as keys `K`.
pub struct DirectRows<R: Relation, S, T, K> {
    wanted: Wanted<K>,
    rows: Vec<Target<R>>,
    /// The group of each row, when there are several.
    groups: Vec<u32>,
    /// Of a `belongs_to`, the keys without a row that are not asked about yet.
    open: Option<Vec<(u32, K)>>,
    /// Those that equal the key of a row: their group and that of the row.
    equal: Vec<(u32, u32)>,
    whole: bool,
    columns: PhantomData<fn() -> (S, T)>,
}

impl<R: Relation, S, T, K: Key> DirectRows<R, S, T, K> {
    pub(super) fn new(wanted: Wanted<K>, whole: bool) -> Self {
        let (rows, groups, equal) = Default::default();
        DirectRows { wanted, rows, groups, open: None, equal, whole, columns: PhantomData }
    }
}

impl<DB, R, S, T, K> Intake<DB> for DirectRows<R, S, T, K>
where
    DB: Database,
    R: Relation<Cardinality: Connect>,
    Target<R>: Keyed<T> + Readable<DB>,
    K: Key,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let model = Target::<R>::build_from_row(row).map_err(DeserializationError)?;
        if let Wanted::Many(groups) = &mut self.wanted {
            let Some(key) = model.key() else {
                return Err(Error::stray(R::NAME, &format_args!("NULL")));
            };
            let Some(group) = groups.group(key)? else { return Ok(()) };
            self.groups.push(group);
        }
        self.rows.push(model);
        Ok(())
    }
}

/// What is asked about keys that do not add up, or what that brings: rows of the one side or the other.
pub enum Side<P, T> {
    Source(P),
    Target(T),
}

impl<DB: Backend, P: QueryFragment<DB>, T: QueryFragment<DB>> QueryFragment<DB> for Side<P, T> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match self {
            Side::Source(parents) => parents.walk_ast(out),
            Side::Target(rows) => rows.walk_ast(out),
        }
    }
}

impl<DB: Backend, P: Intake<DB>, T: Intake<DB>> Intake<DB> for Side<P, T> {
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        match self {
            Side::Source(parents) => parents.row(row),
            Side::Target(rows) => rows.row(row),
        }
    }
}

impl<DB, R, S, T, K> Answer<DB, R> for DirectRows<R, S, T, K>
where
    Self: Intake<DB>,
    DB: Database,
    R: Relation<Cardinality: Connect>,
    Source<R>: Keyed<S> + Readable<DB>,
    Target<R>: Keyed<T> + Readable<DB>,
    S: KeyColumns,
    T: KeyColumns,
    K: Key,
    EqualTo<Source<R>, S, KeyBound<S>, K, DB>: QueryFragment<DB>,
    EqualTo<Target<R>, T, KeyBound<S>, K, DB>: QueryFragment<DB>,
{
    type Recheck =
        Side<EqualTo<Source<R>, S, KeyBound<S>, K, DB>, EqualTo<Target<R>, T, KeyBound<S>, K, DB>>;
    type Matches = Side<Matches<Source<R>>, Matches<Target<R>>>;

    fn recheck(&mut self) -> Option<(Self::Recheck, Self::Matches)> {
        let Wanted::Many(known) = &mut self.wanted else { return None };
        if T::is_exact() {
            return None;
        }
        if R::REFERS {
            let open = self.open.get_or_insert_with(|| without_rows(known, &self.groups));
            let keys = next(open)?;
            return Some((Side::Target(EqualTo::new(keys)), Side::Target(Matches::new())));
        }
        let keys = known.open()?;
        Some((Side::Source(EqualTo::new(keys)), Side::Source(Matches::new())))
    }

    fn matched(&mut self, matches: Self::Matches) {
        let Wanted::Many(known) = &mut self.wanted else { return };
        match matches {
            Side::Source(Matches(parents)) => {
                for (spelling, parent) in parents {
                    parent.key().into_iter().for_each(|key| known.equals(spelling, key));
                }
            }
            Side::Target(Matches(rows)) => {
                let of = |row: &Target<R>| row.key().and_then(|key| known.known(key));
                let equal = rows.iter().filter_map(|(group, row)| Some((*group, of(row)?)));
                self.equal.extend(equal);
            }
        }
    }

    fn finish(self) -> QueryResult<Fetched<R>> {
        let DirectRows { wanted, rows, groups, equal, whole, .. } = self;
        let relation = R::NAME;
        let known = match wanted {
            Wanted::One(key) => {
                return Ok((R::Cardinality::connect_one(relation, &key, rows.len(), whole)?, rows));
            }
            Wanted::Many(known) => known,
        };
        let keys = &known.keys;
        let pairs = groups.iter().enumerate().map(|(row, &group)| (group, row as u32));
        let links = if known.spellings().is_empty() && equal.is_empty() {
            R::Cardinality::connect(Found { relation, keys, pairs, repeated: None, whole })?
        } else {
            let pairs = match R::REFERS {
                true => referred(relation, &known, pairs, equal)?,
                false => known.resolved(relation, pairs)?,
            };
            let pairs = pairs.iter().copied();
            R::Cardinality::connect(Found { relation, keys, pairs, repeated: None, whole })?
        };
        Ok((links, rows))
    }
}

/// The keys that found no row.
fn without_rows<K: Key>(groups: &Groups<K>, found: &[u32]) -> Vec<(u32, K)> {
    let keys = &groups.keys.window.keys;
    if found.is_empty() || groups.spellings().is_empty() && found.len() >= keys.len() {
        return Vec::new();
    }
    let mut missing = vec![true; keys.len() + groups.spellings().len()];
    found.iter().for_each(|&group| missing[group as usize] = false);
    let missing = keys.iter().zip(0..).filter(|&(_, group)| missing[group as usize]);
    missing.map(|(key, group)| (group, key.clone())).collect()
}

/// Groups and rows, with the groups that equal the key of a row beside those that are it.
fn referred<K: Key>(
    relation: &'static str,
    known: &Groups<K>,
    rows: impl Iterator<Item = (u32, u32)>,
    equal: Vec<(u32, u32)>,
) -> QueryResult<Vec<(u32, u32)>> {
    let mut pairs: Vec<(u32, u32)> = rows.collect();
    let mut rows_of: HashMap<u32, Vec<u32>> = HashMap::new();
    pairs.iter().for_each(|&(group, row)| rows_of.entry(group).or_default().push(row));
    // Each of several rows with one key says so.
    let equal: HashSet<(u32, u32)> = equal.into_iter().collect();
    let linked: HashSet<u32> = equal.iter().map(|&(_, of_row)| of_row).collect();
    let stray = |&(group, _): &_| known.place(group).filter(|_| !linked.contains(&group));
    if let Some(place) = pairs.iter().find_map(stray) {
        return Err(known.stray(relation, place));
    }
    pairs.retain(|&(group, _)| known.place(group).is_none());
    for (group, of_row) in equal {
        // What a filter leaves out is no row.
        let rows = rows_of.get(&of_row).into_iter().flatten();
        pairs.extend(rows.map(|&row| (group, row)));
    }
    Ok(pairs)
}
