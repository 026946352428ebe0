//! From the rows of one level to the rows and links of the next.

use super::backend::Database;
use super::keys::{Index, KeyIn, Keys, keys_at_a_time};
use super::plan::Narrow;
use super::selection::{Readable, Selection};
use super::send::{OneKey, Sent, send, send_pairs};
use super::statement::{Backward, Forward, LinkedStatement, Statement};
use crate::error::{Error, index};
use crate::graph::{Links, NONE, Single, Sorted};
use crate::key::{Association, BelongsTo, Columns, Direct, Key, Keyed, Reversed};
use crate::relation::{LinksOf, Relation, Source, Target, ToMany, ToMaybeOne, ToOne};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use std::any::Any;

/// The rows that a relation leads to, and the links to them.
pub type Fetched<R> = (LinksOf<R>, Vec<Target<R>>);

/// Keys by which a database can be asked for the rows of the relation `R`.
pub trait Fetch<'q, DB: Database, R: Relation> {
    /// The relation's statement, boxed, before the keys are added.
    type Query;

    /// Sends one statement per window of keys, none when there is no key.
    fn fetch<N, C>(ask: Ask<'_, R, N>, conn: &mut C) -> QueryResult<Fetched<R>>
    where
        N: Narrow<Self::Query>,
        C: LoadConnection<Backend = DB>;
}

/// What a plan wants of a relation.
#[allow(missing_debug_implementations)]
pub struct Ask<'p, R: Relation, N> {
    pub(crate) sources: &'p [Source<R>],
    pub(crate) narrow: N,
    pub(crate) whole: bool,
}

impl<'q, DB, R, S, T> Fetch<'q, DB, R> for Columns<S, T>
where
    DB: Database,
    R: Relation<Cardinality: Connect> + Statement<'q, DB, Forward, Row = Target<R>>,
    Source<R>: Keyed<S, Key = KeyType<'q, DB, R, Forward>>,
    Target<R>: Keyed<T> + Readable<DB>,
    <R as Statement<'q, DB, Forward>>::Column: Default,
{
    type Query = <R as Statement<'q, DB, Forward>>::Query;

    fn fetch<N, C>(ask: Ask<'_, R, N>, conn: &mut C) -> QueryResult<Fetched<R>>
    where
        N: Narrow<Self::Query>,
        C: LoadConnection<Backend = DB>,
    {
        direct::<DB, R, R, Forward, S, T, N, C>(ask, conn)
    }
}

impl<'q, DB, R, B> Fetch<'q, DB, R> for Reversed<B>
where
    DB: Database,
    R: Relation<Cardinality: Connect>,
    B: BelongsTo + Direct + Statement<'q, DB, Backward, Row = Target<R>>,
    Source<R>: Keyed<B::TargetColumn, Key = KeyType<'q, DB, B, Backward>>,
    Target<R>: Keyed<B::SourceColumn> + Readable<DB>,
    <B as Statement<'q, DB, Backward>>::Column: Default,
{
    type Query = <B as Statement<'q, DB, Backward>>::Query;

    fn fetch<N, C>(ask: Ask<'_, R, N>, conn: &mut C) -> QueryResult<Fetched<R>>
    where
        N: Narrow<Self::Query>,
        C: LoadConnection<Backend = DB>,
    {
        direct::<DB, R, B, Backward, B::TargetColumn, B::SourceColumn, N, C>(ask, conn)
    }
}

impl<'q, DB, R, Through, S, Near, Far, T> Fetch<'q, DB, R> for Association<Through, S, Near, Far, T>
where
    DB: Database,
    R: Relation<Cardinality = ToMany> + LinkedStatement<'q, DB>,
    Source<R>: Keyed<S, Key = R::Key>,
    R::Near: Default,
{
    type Query = R::Query;

    fn fetch<N, C>(ask: Ask<'_, R, N>, conn: &mut C) -> QueryResult<Fetched<R>>
    where
        N: Narrow<Self::Query>,
        C: LoadConnection<Backend = DB>,
    {
        linked::<DB, R, S, N, C>(ask, conn)
    }
}

/// The type of the keys of a statement.
type KeyType<'q, DB, B, Direction> = <B as Statement<'q, DB, Direction>>::Key;

/// The rows of an association: each target once, and a link for each pair.
pub struct LinkedRows<'k, K, F, T> {
    keys: &'k Keys<K>,
    /// The group of the pair before.
    group: u32,
    index: Index<F>,
    known: Vec<F>,
    targets: Vec<T>,
    links: Vec<(u32, u32)>,
    relation: &'static str,
}

/// Loads the relation `R`, without an association table, by the statement of `B`.
fn direct<'q, DB, R, B, Direction, S, T, N, C>(
    ask: Ask<'_, R, N>,
    conn: &mut C,
) -> QueryResult<Fetched<R>>
where
    DB: Database,
    R: Relation<Cardinality: Connect>,
    B: Statement<'q, DB, Direction, Row = Target<R>, Column: Default> + 'static,
    Direction: 'static,
    Source<R>: Keyed<S, Key = B::Key>,
    Target<R>: Keyed<T> + Readable<DB>,
    N: Narrow<B::Query>,
    C: LoadConnection<Backend = DB>,
{
    if let [source] = ask.sources
        && N::IS_NOOP
    {
        return direct_one::<DB, R, B, Direction, T, C>(source.key(), ask.whole, conn);
    }
    let keys = Keys::of(ask.sources.iter().map(Keyed::key))?;
    let mut rows = Vec::new();
    if keys.len() > 0 {
        let condition = KeyIn::window(keys.window.clone());
        let query = B::of(ask.narrow.narrow(B::base()), condition);
        for_each_window::<DB, _, _>(&keys, &query, N::IS_NOOP, || {
            send(conn, Sent::varying(&query), &mut rows)
        })?;
    }
    let groups = groups::<R, T, B::Key>(&keys, &rows)?;
    let found = Found { relation: R::NAME, keys: &keys, groups, whole: ask.whole };
    Ok((R::Cardinality::connect(found)?, rows))
}

/// The same for one source, all of whose rows are its own: there is nothing to group.
fn direct_one<'q, DB, R, B, Direction, T, C>(
    key: Option<&B::Key>,
    whole: bool,
    conn: &mut C,
) -> QueryResult<Fetched<R>>
where
    DB: Database,
    R: Relation<Cardinality: Connect>,
    B: Statement<'q, DB, Direction, Row = Target<R>, Column: Default> + 'static,
    Direction: 'static,
    Target<R>: Keyed<T> + Readable<DB>,
    C: LoadConnection<Backend = DB>,
{
    let mut rows: Vec<Target<R>> = Vec::new();
    if let Some(key) = key {
        rows.reserve(8);
        let query = B::of(B::base(), KeyIn::one(key.clone()));
        let query = Sent::<_, OneKey<B, Direction, Selection<B::Row, DB>>>::for_one_key(&query);
        send(conn, query, &mut rows)?;
        let stray = rows.iter().find(|row| row.key().and_then(same_type) != Some(key));
        if let Some(row) = stray {
            return Err(stray_row::<R, T>(row));
        }
    }
    Ok((R::Cardinality::connect_one(R::NAME, key, rows.len(), whole)?, rows))
}

/// A row whose key nobody asked for.
fn stray_row<R, T>(row: &Target<R>) -> diesel::result::Error
where
    R: Relation,
    Target<R>: Keyed<T>,
{
    match row.key() {
        Some(key) => Error::stray(R::NAME, key),
        None => Error::stray(R::NAME, &format_args!("NULL")),
    }
}

/// The group of parents that asked for each row.
fn groups<R, T, K>(keys: &Keys<K>, rows: &[Target<R>]) -> QueryResult<Vec<u32>>
where
    R: Relation,
    Target<R>: Keyed<T>,
    K: Key,
{
    let mut groups = Vec::with_capacity(rows.len());
    let mut before = 0;
    for row in rows {
        let group = row.key().and_then(same_type).and_then(|key| keys.find(key, before));
        before = group.ok_or_else(|| stray_row::<R, T>(row))?;
        groups.push(before);
    }
    Ok(groups)
}

/// Loads a relation through an association table, each target decoded once.
fn linked<'q, DB, R, S, N, C>(ask: Ask<'_, R, N>, conn: &mut C) -> QueryResult<Fetched<R>>
where
    DB: Database,
    R: Relation<Cardinality = ToMany> + LinkedStatement<'q, DB, Near: Default>,
    Source<R>: Keyed<S, Key = R::Key>,
    N: Narrow<R::Query>,
    C: LoadConnection<Backend = DB>,
{
    let keys = Keys::of(ask.sources.iter().map(Keyed::key))?;
    let mut rows = LinkedRows::<_, R::Far, _>::new(R::NAME, &keys);
    if keys.len() > 0 {
        let condition = KeyIn::window(keys.window.clone());
        let query = R::of(ask.narrow.narrow(R::base()), condition);
        if keys.len() == 1 && N::IS_NOOP {
            type Id<R, DB> = OneKey<R, Forward, Selection<Target<R>, DB>>;
            let query = Sent::<_, Id<R, DB>>::for_one_key(&query);
            send_pairs::<R, DB, _, _>(conn, query, &mut rows)?;
        } else {
            for_each_window::<DB, _, _>(&keys, &query, N::IS_NOOP, || {
                send_pairs::<R, DB, _, _>(conn, Sent::varying(&query), &mut rows)
            })?;
        }
    }
    let LinkedRows { targets, links, .. } = rows;
    let sorted = Sorted::new(keys.len(), links.iter().copied())?.without_repeats(targets.len());
    Ok((Links::new(&keys.parents, sorted), targets))
}

/// A key of one side as a key of the other.
///
/// That both have one type is checked where a relation is declared. Were it demanded here as well,
/// a mistake there would be reported several times over; this compiles to nothing.
fn same_type<A: 'static, B: 'static>(key: &A) -> Option<&B> {
    (key as &dyn Any).downcast_ref()
}

impl<'k, K: Key, F: Key, T> LinkedRows<'k, K, F, T> {
    fn new(relation: &'static str, keys: &'k Keys<K>) -> Self {
        LinkedRows {
            keys,
            group: 0,
            index: Index::with_capacity(0),
            known: Vec::new(),
            targets: Vec::new(),
            links: Vec::new(),
            relation,
        }
    }

    /// Adds one pair; the target is decoded when it is the first of its key.
    pub fn add(
        &mut self,
        near: &K,
        far: F,
        decode: impl FnOnce() -> QueryResult<T>,
    ) -> QueryResult<()> {
        let group = self.keys.find(near, self.group);
        self.group = group.ok_or_else(|| Error::stray(self.relation, near))?;
        let next = index(self.targets.len())?;
        let target = self.index.find_or_insert(&far, &self.known, next);
        if target == next {
            self.known.push(far);
            self.targets.push(decode()?);
        }
        self.links.push((self.group, target));
        Ok(())
    }
}

/// Executes a statement for some keys at a time, never more than the database can bind.
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
    let room = keys_at_a_time(DB::MAX_BINDS, others);
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
    /// The same for a single parent, whose key found this many rows.
    fn connect_one<K: Key>(
        relation: &'static str,
        key: Option<&K>,
        rows: usize,
        whole: bool,
    ) -> QueryResult<Self::Links>;
}

impl Connect for ToMany {
    fn connect<K: Key>(found: Found<'_, K>) -> QueryResult<Links> {
        index(found.groups.len())?;
        let pairs = found.groups.iter().enumerate().map(|(row, &group)| (group, row as u32));
        let sorted = Sorted::new(found.keys.len(), pairs)?;
        Ok(Links::new(&found.keys.parents, sorted))
    }

    fn connect_one<K: Key>(
        _: &'static str,
        _: Option<&K>,
        rows: usize,
        _: bool,
    ) -> QueryResult<Links> {
        index(rows).map(Links::all)
    }
}

impl Connect for ToMaybeOne {
    fn connect<K: Key>(found: Found<'_, K>) -> QueryResult<Single> {
        Ok(Single::new(&found.keys.parents, &found.row_of_each_group()?))
    }

    fn connect_one<K: Key>(
        relation: &'static str,
        key: Option<&K>,
        rows: usize,
        _: bool,
    ) -> QueryResult<Single> {
        match (key, rows) {
            (Some(key), 2..) => Err(Error::second(relation, key)),
            (_, rows) => Ok(Single::to((rows > 0).then_some(0))),
        }
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

    fn connect_one<K: Key>(
        relation: &'static str,
        key: Option<&K>,
        rows: usize,
        whole: bool,
    ) -> QueryResult<Single> {
        match (key, rows) {
            (Some(key), 0) if whole => Err(Error::missing(relation, key)),
            _ => ToMaybeOne::connect_one(relation, key, rows, whole),
        }
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
