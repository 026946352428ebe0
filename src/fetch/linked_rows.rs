//! Rows whose keys are in other tables: in an association table or in those of a path.

use crate::database::backend::Database;
use crate::database::keys::{Index, KeyList, Keys};
use crate::database::selection::Readable;
use crate::fetch::collector::{Fetched, Finish, RowSink, read};
use crate::fetch::connect::{Connect, Expected};
use crate::fetch::equal::{FetchEqual, recheck};
use crate::fetch::groups::Groups;
use crate::fetch::links_alone::LinksAlone;
use crate::model::error::index;
use crate::model::key::{Key, KeyColumns, KeySqlType, Keyed};
use crate::model::relation::{Model, PrimaryKey, Relation, Target};
use crate::route::direct::DirectHop;
use crate::route::key_location::KeySelected;
use crate::route::{Chain, JunctionHop, Route};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::marker::PhantomData;
use std::ops::Range;

/// The rows of a relation whose keys are not in the rows but in other tables, such as an
/// association table: each target once, and a link for each pair. `K` are the keys of the columns
/// `S`, `I` those that identify the targets, if a target may be read several times.
pub struct LinkedRows<R: Relation, S, W, K, I> {
    groups: Groups<K>,
    index: Index<I>,
    known: Vec<I>,
    targets: Vec<Target<R>>,
    pairs: Vec<(u32, u32)>,
    /// If there are several lists, and links can be read alone.
    alone: Option<LinksAlone>,
    /// Whether the next lists are of parents that were asked about already.
    asks_again: bool,
    expected: Expected,
    way: PhantomData<fn() -> (S, W)>,
}

/// How the rows of `M` that a route leads to are told apart.
pub trait Identify<DB: Backend, M: Model>: Route {
    /// What is selected to identify a row.
    type Identity: Key;
    /// Whether anything is: a row that holds the key of its parent is read only once.
    const SELECTS: bool;
    /// The identity of a row whose columns begin at `at`, and where the next ones begin.
    fn identity<'r>(
        row: &impl Row<'r, DB>,
        at: usize,
    ) -> QueryResult<(Option<Self::Identity>, usize)>;
}

impl<DB: Backend, M: Model, C: KeyColumns> Identify<DB, M> for DirectHop<C> {
    type Identity = ();
    const SELECTS: bool = false;

    fn identity<'r>(_: &impl Row<'r, DB>, at: usize) -> QueryResult<(Option<()>, usize)> {
        Ok((None, at))
    }
}

macro_rules! by_primary_key {
    ($($parameter:ident),+; $route:ty) => {
        impl<DB, M, $($parameter),+> Identify<DB, M> for $route
        where
            Self: Route,
            DB: Backend,
            M: Model<PrimaryKey: KeyColumns>
                + Keyed<PrimaryKey<M>, Key: FromSqlRow<KeySqlType<PrimaryKey<M>>, DB>>,
        {
            type Identity = <M as Keyed<PrimaryKey<M>>>::Key;
            const SELECTS: bool = true;

            fn identity<'r>(
                row: &impl Row<'r, DB>,
                at: usize,
            ) -> QueryResult<(Option<Self::Identity>, usize)> {
                let end = at + PrimaryKey::<M>::LEN;
                let key = read::<Self::Identity, KeySqlType<PrimaryKey<M>>, _>(row, at..end)?;
                Ok((Some(key), end))
            }
        }
    };
}

by_primary_key!(Through, Near, Far, T; JunctionHop<Through, Near, Far, T>);
by_primary_key!(First, Middle, S, Last, F; Chain<First, Middle, S, Last, F>);

impl<R: Relation, S, W, K: Key, I: Key> LinkedRows<R, S, W, K, I> {
    pub(crate) fn new(keys: Keys<K>, expected: Expected) -> Self {
        LinkedRows {
            groups: Groups::new(keys),
            index: Index::with_capacity(0),
            known: Vec::new(),
            targets: Vec::new(),
            pairs: Vec::new(),
            alone: None,
            asks_again: false,
            expected,
            way: PhantomData,
        }
    }

    /// Links may be read without the rows that they lead to.
    pub(crate) fn with_links_alone(self, possible: bool) -> Self {
        LinkedRows { alone: possible.then(LinksAlone::new), ..self }
    }

    /// The next rows are those of this part of the keys. Whether their links are read alone.
    pub(crate) fn expect(&mut self, asked: Range<usize>) -> bool {
        let alone = self.alone.as_mut().is_some_and(|alone| alone.next_list(asked.len()));
        let all = 0..self.groups.keys.len();
        self.groups.expect(if self.asks_again { all } else { asked });
        alone
    }

    /// The keys of the parents with a link whose target was not known when it was read alone. What was read of
    /// them is dropped.
    pub(crate) fn again(&mut self) -> Option<KeyList<K>> {
        let again = self.alone.take()?.again();
        if again.is_empty() {
            return None;
        }
        self.asks_again = true;
        self.pairs.retain(|(group, _)| again.binary_search(group).is_err());
        Some(KeyList::new(
            again.into_iter().map(|group| self.groups.key(group).clone()).collect(),
            true,
        ))
    }
}

impl<DB, R, S, W, K, I> RowSink<DB> for LinkedRows<R, S, W, K, I>
where
    DB: Database,
    R: Relation<Target: Readable<DB>>,
    S: KeyColumns,
    W: Identify<DB, R::Target, Identity = I>,
    K: Key + FromSqlRow<KeySqlType<S>, DB>,
    I: Key,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let near = W::Near::LEN;
        let key = read::<K, KeySqlType<S>, _>(row, 0..near)?;
        let Some(group) = self.groups.group(&key)? else { return Ok(()) };
        if let Some(alone) = self.alone.as_mut().filter(|alone| alone.now()) {
            let target = alone.target(DB::integer(row, near), group);
            self.pairs.extend(target.map(|target| (group, target)));
            return Ok(());
        }
        let (identity, target) = W::identity(row, near)?;
        let next = index(self.targets.len())?;
        let find = |identity| self.index.find_or_insert(identity, &self.known, next);
        let place = identity.as_ref().map_or(next, find);
        if let Some(alone) = self.alone.as_mut().filter(|alone| alone.wants_keys()) {
            alone.add(DB::integer(row, near), place == next);
        }
        if place == next {
            let columns = row.partial_row(target..row.field_count());
            self.targets.push(R::Target::build_from_row(&columns).map_err(DeserializationError)?);
            self.known.extend(identity);
        }
        self.pairs.push((group, place));
        Ok(())
    }
}

impl<DB, R, S, W, K, I> Finish<DB> for LinkedRows<R, S, W, K, I>
where
    Self: RowSink<DB>,
    KeySelected<S, W>: FetchEqual<DB, R, K>,
    DB: Database,
    R: Relation<Cardinality: Connect>,
    K: Key,
{
    type Recheck = <KeySelected<S, W> as FetchEqual<DB, R, K>>::Statement;
    type Matches = <KeySelected<S, W> as FetchEqual<DB, R, K>>::Matches;
    type Output = Fetched<R>;

    fn recheck(&mut self) -> Option<(Self::Recheck, Self::Matches)> {
        let found = self.pairs.iter().map(|&(group, _)| group);
        recheck::<DB, R, KeySelected<S, W>, K>(&mut self.groups, found)
    }

    fn matched(&mut self, matches: Self::Matches) {
        self.groups.take_in(matches);
    }

    fn finish(self) -> QueryResult<Fetched<R>> {
        let LinkedRows { groups, targets, pairs, expected, .. } = self;
        let links = groups.connect::<R>(pairs.iter().copied(), Some(targets.len()), expected)?;
        Ok((links, targets))
    }
}
