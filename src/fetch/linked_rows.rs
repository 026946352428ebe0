//! Rows whose keys are in other tables: in an association table or in those of a path.

use crate::database::backend::Database;
use crate::database::keys::{Index, KeyList, Keys};
use crate::database::selection::Readable;
use crate::fetch::collector::{Fetched, Finish, RowSink, read};
use crate::fetch::connect::{Connect, Expected};
use crate::fetch::equal::{FetchEqual, recheck};
use crate::fetch::groups::Groups;
use crate::fetch::links_alone::LinksAlone;
use crate::fetch::links_first::LinksFirst;
use crate::model::error::index;
use crate::model::key::{Key, KeyColumns, KeySqlType, Keyed};
use crate::model::relation::{Model, PrimaryKey, Relation, Target};
use crate::route::direct::DirectHop;
use crate::route::key_location::KeySelected;
use crate::route::{Chain, JunctionHop, Route};
use crate::sql::links::Read;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::marker::PhantomData;
use std::mem;
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
    links: Links,
    /// What the statement that is sent now reads.
    reads: Read,
    /// Whether the next lists are of parents that were asked about already.
    asks_again: bool,
    expected: Expected,
    way: PhantomData<fn() -> (S, W)>,
}

/// How links are read.
enum Links {
    /// Together with their targets.
    WithTargets,
    /// Alone, if the lists of keys before have led to their targets.
    Alone(LinksAlone),
    /// Before their targets.
    First(LinksFirst),
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
            links: Links::WithTargets,
            reads: Read::Rows,
            asks_again: false,
            expected,
            way: PhantomData,
        }
    }

    /// Links may be read without the rows that they lead to.
    pub(crate) fn with_links_alone(self) -> Self {
        LinkedRows { links: Links::Alone(LinksAlone::new()), ..self }
    }

    /// Links are read before the rows that they lead to.
    pub(crate) fn with_links_first(self) -> Self {
        LinkedRows { links: Links::First(LinksFirst::new()), ..self }
    }

    /// The next rows are those of this part of the keys; returns what is read of them.
    pub(crate) fn expect(&mut self, asked: Range<usize>) -> Read {
        self.reads = match &mut self.links {
            Links::WithTargets => Read::Rows,
            Links::Alone(alone) => match alone.next_list(asked.len()) {
                true => Read::Links,
                false => Read::Rows,
            },
            Links::First(first) => match first.is_complete() {
                true => Read::Targets,
                false => Read::Links,
            },
        };
        let all = 0..self.groups.keys.len();
        self.groups.expect(if self.asks_again { all } else { asked });
        self.reads
    }

    /// The keys of the rows that links lead to, after these.
    pub(crate) fn targets(&mut self) -> Option<KeyList<i64>> {
        match &mut self.links {
            Links::First(first) => first.keys(),
            Links::Alone(_) | Links::WithTargets => None,
        }
    }

    /// The keys of the parents with a link whose target only the database knows. What was read of them is dropped.
    pub(crate) fn again(&mut self) -> Option<KeyList<K>> {
        let again = match mem::replace(&mut self.links, Links::WithTargets) {
            Links::WithTargets => return None,
            Links::Alone(alone) => alone.again(),
            Links::First(first) => {
                let (pairs, again) = first.finish();
                self.pairs = pairs;
                again
            }
        };
        if again.is_empty() {
            return None;
        }
        self.asks_again = true;
        self.pairs.retain(|(group, _)| again.binary_search(group).is_err());
        let keys = again.into_iter().map(|group| self.groups.key(group).clone()).collect();
        Some(KeyList::new(keys, true))
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
        if self.reads == Read::Targets {
            let (target, _) = self.target(row, 0)?;
            if let Links::First(first) = &mut self.links {
                first.found(DB::integer(row, 0), target);
            }
            return Ok(());
        }
        let near = W::Near::LEN;
        let key = read::<K, KeySqlType<S>, _>(row, 0..near)?;
        let Some(group) = self.groups.group(&key)? else { return Ok(()) };
        if self.reads == Read::Links {
            let target = DB::integer(row, near);
            match &mut self.links {
                Links::First(first) => first.add(group, target),
                Links::Alone(alone) => {
                    let target = alone.target(target, group);
                    self.pairs.extend(target.map(|target| (group, target)));
                }
                Links::WithTargets => (),
            }
            return Ok(());
        }
        let (target, is_new) = self.target(row, near)?;
        if let Links::Alone(alone) = &mut self.links
            && alone.wants_keys()
        {
            alone.add(DB::integer(row, near), is_new);
        }
        self.pairs.push((group, target));
        Ok(())
    }
}

impl<R: Relation, S, W, K, I: Key> LinkedRows<R, S, W, K, I> {
    /// Reads a target, whose columns begin at `at`, if it is new; returns its index.
    #[inline]
    fn target<'r, DB>(&mut self, row: &impl Row<'r, DB>, at: usize) -> QueryResult<(u32, bool)>
    where
        DB: Database,
        R: Relation<Target: Readable<DB>>,
        W: Identify<DB, R::Target, Identity = I>,
    {
        let (identity, columns) = W::identity(row, at)?;
        let next = index(self.targets.len())?;
        let find = |identity| self.index.find_or_insert(identity, &self.known, next);
        let place = identity.as_ref().map_or(next, find);
        let is_new = place == next;
        if is_new {
            let columns = row.partial_row(columns..row.field_count());
            self.targets.push(R::Target::build_from_row(&columns).map_err(DeserializationError)?);
            self.known.extend(identity);
        }
        Ok((place, is_new))
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
