//! What becomes of the rows that answer a question, whichever connection brings them.

use super::Database;
use super::connect::{Connect, Found};
use super::keys::{Index, Keys};
use super::selection::Readable;
use super::statement::LinkedStatement;
use crate::error::{Error, index};
use crate::graph::{Links, Sorted};
use crate::key::{Key, Keyed};
use crate::relation::{LinksOf, Relation, Target, ToMany};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::any::Any;
use std::marker::PhantomData;

/// The rows that a relation leads to, and the links to them.
pub(super) type Fetched<R> = (LinksOf<R>, Vec<Target<R>>);

/// Takes in the rows of the relation `R`, one by one.
pub trait Answer<DB: Backend, R: Relation> {
    /// Adds a row.
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()>;
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
    pub(super) fn of<DB: Database, M: Keyed<C, Key = K>, C>(sources: &[M]) -> QueryResult<Self> {
        if let [source] = sources
            && let Some(key) = source.key()
        {
            return Ok(Wanted::One(key.clone()));
        }
        Keys::of::<DB>(sources.iter().map(Keyed::key)).map(Wanted::Many)
    }

    /// The group of the parents that asked for `key`, which often is that of the row before.
    fn find(&self, key: &K, before: u32) -> Option<u32> {
        match self {
            Wanted::One(one) => (one == key).then_some(0),
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

impl<DB, R, T, K> Answer<DB, R> for DirectRows<R, T, K>
where
    DB: Backend,
    R: Relation<Cardinality: Connect>,
    Target<R>: Keyed<T> + Readable<DB>,
    K: Key,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let model = Target::<R>::build_from_row(row).map_err(DeserializationError)?;
        let key = model.key().and_then(same_type);
        let group = key.and_then(|key| self.wanted.find(key, self.group));
        self.group = group.ok_or_else(|| stray_row::<R, T>(&model))?;
        if let Wanted::Many(_) = self.wanted {
            self.groups.push(self.group);
        }
        self.rows.push(model);
        Ok(())
    }

    fn finish(self) -> QueryResult<Fetched<R>> {
        let DirectRows { wanted, rows, groups, whole, .. } = self;
        let links = match &wanted {
            Wanted::One(key) => R::Cardinality::connect_one(R::NAME, key, rows.len(), whole)?,
            Wanted::Many(keys) => {
                let found = Found { relation: R::NAME, keys, groups: &groups, whole };
                R::Cardinality::connect(found)?
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
        Some(key) => Error::stray(R::NAME, key),
        None => Error::stray(R::NAME, &format_args!("NULL")),
    }
}

/// A key of one side as a key of the other.
///
/// That both have one type is checked where a relation is declared. Were it demanded here as well,
/// a mistake there would be reported several times over; this compiles to nothing.
fn same_type<A: 'static, B: 'static>(key: &A) -> Option<&B> {
    (key as &dyn Any).downcast_ref()
}

/// The rows of a relation through an association table: each target once, and a link for each pair.
pub struct LinkedRows<'q, DB: Database, R: LinkedStatement<'q, DB>> {
    keys: Keys<R::Key>,
    index: Index<R::Far>,
    known: Vec<R::Far>,
    targets: Vec<R::Target>,
    links: Vec<(u32, u32)>,
    /// The group of the pair before.
    group: u32,
}

impl<'q, DB: Database, R: LinkedStatement<'q, DB>> LinkedRows<'q, DB, R> {
    pub(super) fn new(keys: Keys<R::Key>) -> Self {
        LinkedRows {
            keys,
            index: Index::with_capacity(0),
            known: Vec::new(),
            targets: Vec::new(),
            links: Vec::new(),
            group: 0,
        }
    }
}

impl<'q, DB, R> Answer<DB, R> for LinkedRows<'q, DB, R>
where
    DB: Database,
    R: LinkedStatement<'q, DB> + Relation<Cardinality = ToMany>,
{
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()> {
        let near = row.get_value::<R::SqlType, R::Key, _>(0).map_err(DeserializationError)?;
        let far = row.get_value::<R::FarSqlType, R::Far, _>(1).map_err(DeserializationError)?;
        let group = self.keys.find(&near, self.group);
        self.group = group.ok_or_else(|| Error::stray(R::NAME, &near))?;
        let next = index(self.targets.len())?;
        let target = self.index.find_or_insert(&far, &self.known, next);
        if target == next {
            let columns = row.partial_row(2..row.field_count());
            self.targets.push(R::Target::build_from_row(&columns).map_err(DeserializationError)?);
            self.known.push(far);
        }
        self.links.push((self.group, target));
        Ok(())
    }

    fn finish(self) -> QueryResult<Fetched<R>> {
        let LinkedRows { keys, targets, links, .. } = self;
        let sorted = Sorted::new(keys.len(), links.iter().copied())?;
        Ok((Links::new(&keys.parents, sorted.without_repeats(targets.len())), targets))
    }
}
