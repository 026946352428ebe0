//! The rows of a level to which a recursive relation adds: the keys to fetch next, or all at once.

use crate::clause::declared::DefaultClauses;
use crate::clause::filter_order::FilterOrder;
use crate::database::backend::Database;
use crate::database::keyed_rows::KeyIn;
use crate::database::keys::{Index, KeyList, Keys, ParentKeys, SharedKeys};
use crate::database::selection::Readable;
use crate::fetch::collector::{FetchedTree, Finish, RowSink, read};
use crate::fetch::connect::{Connect, Expected};
use crate::fetch::equal::{FetchEqual, recheck};
use crate::fetch::executions::{Fetch, in_lists};
use crate::fetch::groups::Groups;
use crate::fetch::rows::default_clauses;
use crate::model::error::{Error, index};
use crate::model::key::{Key, KeyBound, KeyColumns, KeyRef, KeySqlType, Keyed};
use crate::model::links::Follow;
use crate::model::relation::{Model, PrimaryKey, Relation, Source};
use crate::route::Route;
use crate::route::key_location::{KeyInRow, KeyRoute, KeySelected};
use crate::sql::recursive_keys::{RecursiveKeys, TreeLevels};
use crate::sql::rows::{AllRows, Rows};
use crate::sql::sent::Uncached;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::QueryFragment;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::marker::PhantomData;
use std::sync::Arc;

/// The rows of a level with those that a recursive relation adds; `I` is their identity, `K` the
/// key by which they are found.
pub struct TreeLoad<R: Relation, A, I, K> {
    /// Those of the query first.
    rows: Vec<R::Source>,
    index: Index<I>,
    known: Vec<I>,
    /// The key by which a row was found, and the row.
    pairs: Vec<(K, u32)>,
    /// The next level has been fetched for the rows before this one.
    asked: usize,
    levels: usize,
    location: PhantomData<fn() -> A>,
}

impl<R, A, I, K> TreeLoad<R, A, I, K>
where
    R: Relation<Source: Keyed<PrimaryKey<R::Source>, Key = I>>,
    I: Key,
    K: Key,
{
    pub(crate) fn new(rows: Vec<R::Source>) -> QueryResult<Self> {
        let mut places = Index::with_capacity(rows.len());
        let mut known: Vec<I> = Vec::with_capacity(rows.len());
        for row in &rows {
            let Some(identity) = row.key() else { return Err(without_identity::<R>()) };
            let next = index(known.len())?;
            // If the query returned a row twice, links lead to the first one.
            places.find_or_insert(identity, &known, next);
            known.push(identity.owned());
        }
        let (pairs, location) = (Vec::new(), PhantomData);
        Ok(TreeLoad { rows, index: places, known, pairs, asked: 0, levels: 0, location })
    }

    /// Whether there is another level to fetch.
    pub(crate) fn goes_on(&self, depth: Option<usize>) -> bool {
        self.asked < self.rows.len() && depth.is_none_or(|depth| self.levels < depth)
    }

    /// The keys of the rows whose next level has not been fetched yet.
    fn next_keys<S>(&mut self, lists: bool) -> QueryResult<Arc<KeyList<K>>>
    where
        R::Source: Keyed<S, Key = K>,
    {
        let rows = &self.rows[self.asked..];
        let keys = Keys::of(rows.iter().map(Keyed::<S>::key), lists)?;
        self.asked = self.rows.len();
        self.levels += 1;
        Ok(keys.list)
    }

    /// Nothing is fetched after this.
    fn is_the_last(&mut self) {
        self.asked = usize::MAX;
    }

    fn add(&mut self, key: K, row: R::Source) -> QueryResult<()> {
        let Some(identity) = row.key() else { return Err(without_identity::<R>()) };
        let next = index(self.rows.len())?;
        let place = self.index.find_or_insert(identity, &self.known, next);
        if place == next {
            self.known.push(identity.owned());
            self.rows.push(row);
        }
        self.pairs.push((key, place));
        Ok(())
    }

    /// The rows of the last level that were not followed, nor another one with the same key.
    fn ends<S>(&self) -> QueryResult<Vec<u32>>
    where
        R::Source: Keyed<S, Key = K>,
    {
        let followed = self.asked.min(self.rows.len());
        if followed == self.rows.len() {
            return Ok(Vec::new());
        }
        let keys = Keys::of(self.rows[..followed].iter().map(Keyed::<S>::key), false)?;
        let is_new = |key| keys.find(key, 0).is_none();
        let ends = |&index: &usize| Keyed::<S>::key(&self.rows[index]).is_some_and(is_new);
        (followed..self.rows.len()).filter(ends).map(index).collect()
    }

    /// Assigns the rows to their groups, by the keys that refer to them.
    fn link<S>(self, expected: Expected) -> QueryResult<LoadedTree<R, A, K>>
    where
        R::Source: Keyed<S, Key = K>,
    {
        let ends = self.ends::<S>()?;
        let mut groups = Groups::new(Keys::of(self.rows.iter().map(Keyed::<S>::key), false)?);
        let mut pairs = Vec::with_capacity(self.pairs.len());
        for (key, row) in &self.pairs {
            pairs.extend(groups.group(key)?.map(|group| (group, *row)));
        }
        Ok(LoadedTree { rows: self.rows, groups, pairs, ends, expected, location: PhantomData })
    }
}

/// All rows of a level.
pub struct LoadedTree<R: Relation, A, K> {
    rows: Vec<R::Source>,
    groups: Groups<K>,
    /// A group, and one of its rows.
    pairs: Vec<(u32, u32)>,
    /// The rows at which a limited depth ends.
    ends: Vec<u32>,
    expected: Expected,
    location: PhantomData<fn() -> A>,
}

impl<DB, M, R, A, K> Finish<DB> for LoadedTree<R, A, K>
where
    DB: Database,
    M: Model,
    R: Relation<Source = M, Target = M, Cardinality: Connect>,
    A: FetchEqual<DB, R, K>,
    K: Key,
{
    type Recheck = A::Statement;
    type Matches = A::Matches;
    type Output = FetchedTree<R>;

    fn recheck(&mut self) -> Option<(Self::Recheck, Self::Matches)> {
        let found = self.pairs.iter().map(|&(group, _)| group);
        recheck::<DB, R, A, K>(&mut self.groups, found)
    }

    fn matched(&mut self, matches: Self::Matches) {
        self.groups.take_in(matches);
    }

    fn finish(self) -> QueryResult<FetchedTree<R>> {
        let LoadedTree { rows, groups, pairs, mut ends, expected, .. } = self;
        let links = groups.connect::<R>(pairs.iter().copied(), Some(rows.len()), expected)?;
        // The database may have taken a key for equal to one that was followed.
        ends.retain(|&row| links.follow(row as usize).is_empty());
        Ok((links, ends, rows))
    }
}

fn without_identity<R: Relation>() -> diesel::result::Error {
    Error::NullPrimaryKey { relation: R::NAME }.into()
}

/// How a fetched row is read, and the key that led to it.
pub trait ReadTreeRow<DB: Backend, R: Relation, K> {
    /// Reads both.
    fn read<'r>(row: &impl Row<'r, DB>) -> QueryResult<(K, R::Target)>;
}

impl<DB, R, S, T, K> ReadTreeRow<DB, R, K> for KeyInRow<S, T>
where
    DB: Backend,
    R: Relation<Target: Keyed<T, Key = K> + Readable<DB>>,
    K: Key,
{
    fn read<'r>(row: &impl Row<'r, DB>) -> QueryResult<(K, R::Target)> {
        let row = R::Target::build_from_row(row).map_err(DeserializationError)?;
        let key = row.key().map(KeyRef::owned);
        Ok((key.ok_or_else(|| Error::stray(R::NAME, &format_args!("NULL")))?, row))
    }
}

impl<DB, R, S, W, K> ReadTreeRow<DB, R, K> for KeySelected<S, W>
where
    DB: Backend,
    R: Relation<Target: Model<PrimaryKey: KeyColumns> + Readable<DB>>,
    S: KeyColumns,
    W: Route,
    K: Key + FromSqlRow<KeySqlType<S>, DB>,
{
    fn read<'r>(row: &impl Row<'r, DB>) -> QueryResult<(K, R::Target)> {
        let near = W::Near::LEN;
        let key = read::<K, KeySqlType<S>, _>(row, 0..near)?;
        let columns = near + <PrimaryKey<R::Target> as KeyColumns>::LEN..row.field_count();
        let row = R::Target::build_from_row(&row.partial_row(columns));
        Ok((key, row.map_err(DeserializationError)?))
    }
}

impl<DB, M, R, A, I, K> RowSink<DB> for TreeLoad<R, A, I, K>
where
    DB: Backend,
    M: Model + Keyed<PrimaryKey<M>, Key = I>,
    R: Relation<Source = M, Target = M>,
    A: ReadTreeRow<DB, R, K>,
    I: Key,
    K: Key,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let (key, row) = A::read(row)?;
        self.add(key, row)
    }
}

/// A model whose rows can be followed from one to the next: they have an identity, and a key that
/// refers to other rows.
pub trait TreeModel<A: KeyRoute>:
    Model + Keyed<Self::PrimaryKey, Key = Self::Identity> + Keyed<A::Columns, Key = Self::Reference>
{
    /// The primary key.
    type Identity: Key;
    /// The key that refers to other rows.
    type Reference: Key;
}

impl<A: KeyRoute, M> TreeModel<A> for M
where
    M: Model + Keyed<M::PrimaryKey> + Keyed<A::Columns>,
{
    type Identity = <M as Keyed<M::PrimaryKey>>::Key;
    type Reference = <M as Keyed<A::Columns>>::Key;
}

/// The rows that the relation `R` adds to its level.
pub(crate) type TreeLoadOf<A, R> =
    TreeLoad<R, A, <Source<R> as TreeModel<A>>::Identity, <Source<R> as TreeModel<A>>::Reference>;

/// Fetches the rows of `R` that some rows refer to, and those that these refer to.
pub trait FetchTree<'q, DB: Database, R: Relation<Source: TreeModel<Self>>>:
    KeyRoute + Sized
{
    /// The statement.
    type Query: QueryFragment<DB>;
    /// All rows, to be linked.
    type LoadedTree: Finish<DB, Output = FetchedTree<R>>;

    /// The fetch of the next level, or of all.
    fn fetch_level<N: FilterOrder<'q, DB>>(
        tree: TreeLoadOf<Self, R>,
        filter_order: N,
        depth: Option<usize>,
    ) -> QueryResult<TreeFetch<Self::Query, Self, R>>;
    /// Assigns all rows to their groups.
    fn link(tree: TreeLoadOf<Self, R>, whole: bool) -> QueryResult<Self::LoadedTree>;
}

/// A fetch that adds rows to a level.
pub(crate) type TreeFetch<Q, A, R> = Fetch<Q, Uncached, TreeLoadOf<A, R>>;

/// The statement for the rows of `M` on the next levels.
type TreeRowsOf<'q, DB, M, A> = AllRows<
    'q,
    DB,
    M,
    <A as KeyRoute>::Route,
    TreeLevels<
        M,
        <A as KeyRoute>::Route,
        <A as KeyRoute>::Columns,
        KeyBound<<A as KeyRoute>::Columns>,
        <M as TreeModel<A>>::Reference,
    >,
>;

impl<'q, DB, M, R, A> FetchTree<'q, DB, R> for A
where
    DB: Database,
    A: KeyRoute + FetchEqual<DB, R, <M as TreeModel<A>>::Reference>,
    M: TreeModel<A> + Readable<DB, PrimaryKey: Default>,
    R: Relation<
            Source = M,
            Target = M,
            Cardinality: Connect,
            Filter: DefaultClauses<'q, DB>,
            Order: DefaultClauses<'q, DB>,
        >,
    TreeRowsOf<'q, DB, M, A>: QueryFragment<DB>,
{
    type Query = TreeRowsOf<'q, DB, M, A>;
    type LoadedTree = LoadedTree<R, A, M::Reference>;

    fn fetch_level<N: FilterOrder<'q, DB>>(
        mut tree: TreeLoadOf<Self, R>,
        filter_order: N,
        depth: Option<usize>,
    ) -> QueryResult<TreeFetch<Self::Query, Self, R>> {
        type Near<A> = <<A as KeyRoute>::Route as Route>::Near;
        let list = tree.next_keys::<A::Columns>(in_lists::<DB, Near<A>>())?;
        // A row that is filtered out has nothing beneath it. And with two statements for all
        // levels, the second would return the rows of the first again, repeatedly if all rows of a
        // long chain are roots.
        let in_one = list.keys.len() <= DB::keys_at_a_time(Near::<A>::LEN, || Ok(0))?;
        let all = depth.is_none() && !N::FILTERS && !R::Filter::SET && in_one;
        if all {
            tree.is_the_last();
        }
        let rows = Rows::new(default_clauses::<R, _, _>(filter_order));
        let rows = if A::BESIDE { rows.beside_keys(true) } else { rows };
        let keys = ParentKeys::Many(SharedKeys::all(Arc::clone(&list)));
        let query = |keys| {
            let levels = match all {
                true => TreeLevels::All(RecursiveKeys::new(SharedKeys::all(list))),
                false => TreeLevels::Next(KeyIn::new(keys)),
            };
            AllRows::new(rows, levels)
        };
        let fetch = Fetch::about::<DB, Near<A>, _>(keys, query, tree, false, |to| {
            to.query.condition.limit(to.keys);
        })?;
        Ok(fetch.recursive(all))
    }

    fn link(tree: TreeLoadOf<Self, R>, whole: bool) -> QueryResult<Self::LoadedTree> {
        tree.link::<A::Columns>(Expected::of(whole))
    }
}
