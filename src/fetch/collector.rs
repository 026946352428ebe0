//! Collects rows, whichever connection returns them.

use crate::database::backend::Database;
use crate::database::keys::{Keys, ParentKeys};
use crate::fetch::groups::Groups;
use crate::model::key::{Key, KeyRef, Keyed};
use crate::model::level::Rows;
use crate::model::relation::{LinksOf, Relation, Target};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::query_builder::QueryFragment;
use diesel::result::Error::DeserializationError;
use diesel::row::Row;
use std::ops::Range;

/// The rows of a relation, and the links to them.
pub(crate) type Fetched<R> = (LinksOf<R>, Vec<Target<R>>);

/// The same for a tree, and the rows at which a limited depth ends.
pub(crate) type FetchedTree<R> = (LinksOf<R>, Vec<u32>, Vec<Target<R>>);

/// Takes the rows of a statement, one by one.
pub trait RowSink<DB: Backend> {
    /// Adds a row.
    fn row<'r>(&mut self, row: &impl Row<'r, DB>) -> QueryResult<()>;
}

/// What remains to be done once all rows are read: finding the parents they belong to.
pub trait Finish<DB: Database> {
    /// The statement about keys without an exact match.
    type Recheck: QueryFragment<DB>;
    /// Collects its rows.
    type Matches: RowSink<DB>;
    /// The result for the rows.
    type Output;

    /// The next statement to send before that, if there is one.
    fn recheck(&mut self) -> Option<(Self::Recheck, Self::Matches)>;
    /// Takes the keys that it matched.
    fn matched(&mut self, matches: Self::Matches);
    /// Links the rows to their parents.
    fn finish(self) -> QueryResult<Self::Output>;
}

/// Collects the rows of the relation `R`.
pub trait RowCollector<DB: Database, R: Relation>:
    RowSink<DB> + Finish<DB, Output = Fetched<R>>
{
}

impl<DB: Database, R: Relation, A> RowCollector<DB, R> for A where
    A: RowSink<DB> + Finish<DB, Output = Fetched<R>>
{
}

/// A [`RowCollector`] that can be sent to another thread.
#[cfg(feature = "async")]
pub trait SendRowCollector<DB: Database, R: Relation>:
    RowSink<DB> + SendFinish<DB, Output = Fetched<R>>
{
}

#[cfg(feature = "async")]
impl<DB: Database, R: Relation, A> SendRowCollector<DB, R> for A where
    A: RowSink<DB> + SendFinish<DB, Output = Fetched<R>>
{
}

/// A [`Finish`] that can be sent to another thread.
#[cfg(feature = "async")]
pub trait SendFinish<DB: Database>: Finish<DB, Recheck: Send, Matches: Send> + Send {}

#[cfg(feature = "async")]
impl<DB: Database, A> SendFinish<DB> for A where A: Finish<DB, Recheck: Send, Matches: Send> + Send {}

/// The keys of the parents.
pub(crate) enum ParentGroups<K> {
    /// The key of a single parent, which owns all rows: there is nothing to group.
    One(K),
    Many(Groups<K>),
}

impl<K: Key> ParentGroups<K> {
    pub(crate) fn of<M, C>(sources: &Rows<'_, M>, lists: bool) -> QueryResult<Self>
    where
        M: Keyed<C, Key = K>,
    {
        if sources.len() == 1
            && let Some(key) = sources.get(0).key()
        {
            return Ok(ParentGroups::One(key.owned()));
        }
        let keys = Keys::of(sources.iter().map(Keyed::key), lists)?;
        Ok(ParentGroups::Many(Groups::new(keys)))
    }

    /// The next rows are those of this part of the keys.
    pub(crate) fn expect(&mut self, asked: Range<usize>) {
        if let ParentGroups::Many(groups) = self {
            groups.expect(asked);
        }
    }

    /// The number of keys.
    pub(crate) fn len(&self) -> usize {
        match self {
            ParentGroups::One(_) => 1,
            ParentGroups::Many(groups) => groups.keys.len(),
        }
    }

    /// The next rows are those of all keys, also of keys that no parent has.
    pub(crate) fn expect_any(&mut self) {
        if let ParentGroups::Many(groups) = self {
            groups.expect_any();
        }
    }

    /// The keys, for a statement.
    pub(crate) fn keys(&self) -> ParentKeys<K> {
        match self {
            ParentGroups::One(key) => ParentKeys::One(key.clone()),
            ParentGroups::Many(groups) => groups.parent_keys(),
        }
    }
}

/// A key in some columns of a row.
pub(crate) fn read<'r, K, ST, DB>(row: &impl Row<'r, DB>, columns: Range<usize>) -> QueryResult<K>
where
    DB: Backend,
    K: FromSqlRow<ST, DB>,
{
    K::build_from_row(&row.partial_row(columns)).map_err(DeserializationError)
}
