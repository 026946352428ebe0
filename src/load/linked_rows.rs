//! Rows whose keys are beside them, in an association table or in those of a path.

use super::answer::{Answer, Fetched, Intake, read};
use super::backend::Database;
use super::connect::{Connect, Found};
use super::equal::{EqualTo, Matches};
use super::groups::Groups;
use super::keys::{Index, Keys};
use super::selection::Readable;
use crate::error::index;
use crate::key::{Key, KeyBound, KeyColumns, KeySqlType, Keyed};
use crate::relation::{PrimaryKey, Relation, Source, Target};
use crate::route::Route;
use diesel::QueryResult;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::QueryFragment;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::marker::PhantomData;

/// The rows of a relation whose keys are not in the rows but beside them, as those of an association
/// table: each target once, and a link for each pair. `K` are the keys of the columns `S`, `I` those
/// that targets are known by.
pub struct LinkedRows<R: Relation, S, W, K, I> {
    groups: Groups<K>,
    index: Index<I>,
    known: Vec<I>,
    targets: Vec<Target<R>>,
    pairs: Vec<(u32, u32)>,
    whole: bool,
    way: PhantomData<fn() -> (S, W)>,
}

impl<R: Relation, S, W, K: Key, I: Key> LinkedRows<R, S, W, K, I> {
    pub(super) fn new(keys: Keys<K>, whole: bool) -> Self {
        LinkedRows {
            groups: Groups::new(keys),
            index: Index::with_capacity(0),
            known: Vec::new(),
            targets: Vec::new(),
            pairs: Vec::new(),
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
        let Some(group) = self.groups.group(&key)? else { return Ok(()) };
        let next = index(self.targets.len())?;
        let place = self.index.find_or_insert(&identity, &self.known, next);
        if place == next {
            let columns = row.partial_row(target..row.field_count());
            self.targets.push(R::Target::build_from_row(&columns).map_err(DeserializationError)?);
            self.known.push(identity);
        }
        self.pairs.push((group, place));
        Ok(())
    }
}

impl<DB, R, S, W, K, I> Answer<DB, R> for LinkedRows<R, S, W, K, I>
where
    Self: Intake<DB>,
    DB: Database,
    R: Relation<Cardinality: Connect>,
    Source<R>: Keyed<S> + Readable<DB>,
    S: KeyColumns,
    K: Key,
    EqualTo<Source<R>, S, KeyBound<S>, K, DB>: QueryFragment<DB>,
{
    type Recheck = EqualTo<Source<R>, S, KeyBound<S>, K, DB>;
    type Matches = Matches<Source<R>>;

    fn recheck(&mut self) -> Option<(Self::Recheck, Self::Matches)> {
        Some((EqualTo::new(self.groups.open()?), Matches::new()))
    }

    fn matched(&mut self, Matches(parents): Self::Matches) {
        for (spelling, parent) in parents {
            parent.key().into_iter().for_each(|key| self.groups.equals(spelling, key));
        }
    }

    fn finish(self) -> QueryResult<Fetched<R>> {
        let LinkedRows { groups, targets, mut pairs, whole, .. } = self;
        if !groups.spellings().is_empty() {
            pairs = groups.resolved(R::NAME, pairs.into_iter())?;
        }
        let (relation, keys, repeated) = (R::NAME, &groups.keys, Some(targets.len()));
        let pairs = pairs.iter().copied();
        let found = Found { relation, keys, pairs, repeated, whole };
        Ok((R::Cardinality::connect(found)?, targets))
    }
}
